-- name: count
INSERT INTO whatsapp_cost (day, service, category, messages) VALUES (
    ?1,
    coalesce((SELECT program.service FROM session JOIN program ON program.digest = session.program WHERE session.id = ?2), ''),
    ?4, ?5
)
ON CONFLICT (day, service, category) DO UPDATE SET messages = messages + excluded.messages;

-- name: by_service
SELECT day, service, category, messages FROM whatsapp_cost WHERE day >= ? ORDER BY day, service, category;
