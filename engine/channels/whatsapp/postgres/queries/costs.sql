-- name: count
INSERT INTO whatsapp_cost (day, service, category, messages, part)
SELECT given.day, coalesce(program.service, ''), given.category, sum(given.messages)::bigint, part_of(given.person)
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[]) AS given (day, session, person, category, messages)
LEFT JOIN session ON session.id = given.session AND session.part = part_of(given.session)
LEFT JOIN program ON program.digest = session.program
GROUP BY 1, 2, 3, 5
ON CONFLICT (day, service, category, part) DO UPDATE SET messages = whatsapp_cost.messages + excluded.messages;

-- name: by_service
SELECT day, service, category, sum(messages)::bigint FROM whatsapp_cost WHERE day >= $1
GROUP BY day, service, category ORDER BY day, service, category;
