"""What WhatsApp accepts: every length, count and size that a message must keep to.

Source: Meta's WhatsApp Business Platform documentation, in the copies of 10 March 2026 of these pages under
https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/ :
`text-messages`, `interactive-reply-buttons-messages`, `interactive-list-messages`,
`interactive-cta-url-messages`, `location-request-messages`, `image-messages`, `document-messages`,
`audio-messages`, `video-messages`; and `…/whatsapp/business-phone-numbers/media` for media.
Lengths are characters, sizes are bytes.
"""

from __future__ import annotations

KILOBYTE = 1_024
MEGABYTE = 1_024 * KILOBYTE

# /messages/text-messages
TEXT_BODY = 4_096

# /messages/interactive-reply-buttons-messages
BUTTONS = 3
BUTTON_TITLE = 20
BUTTON_ID = 256
BUTTONS_BODY = 1_024
HEADER_TEXT = 60
FOOTER = 60

# /messages/interactive-list-messages. Its page says 4096 for the body, Meta's OpenAPI file of 21 November 2025
# (https://github.com/facebook/openapi) says 1024: the smaller one is safe under both.
LIST_BODY = 1_024
LIST_BUTTON = 20
LIST_ROWS = 10
LIST_SECTIONS = 10
LIST_SECTION_TITLE = 24
ROW_ID = 200
ROW_TITLE = 24
ROW_DESCRIPTION = 72

# /messages/interactive-cta-url-messages
LINK_LABEL = 20
LINK_BODY = 1_024

# /messages/location-request-messages
LOCATION_REQUEST_BODY = 1_024

# /messages/image-messages, /messages/document-messages, /messages/video-messages, /messages/audio-messages
CAPTION = 1_024
IMAGE_BYTES = 5 * MEGABYTE
DOCUMENT_BYTES = 100 * MEGABYTE
VIDEO_BYTES = 16 * MEGABYTE
AUDIO_BYTES = 16 * MEGABYTE
VOICE_NOTE_BYTES = 512 * KILOBYTE
IMAGE_TYPES = ("image/jpeg", "image/png")

# /documentation/business-messaging/whatsapp/templates/overview
TEMPLATE_NAME = 512
TEMPLATE_BODY = 1_024
TEMPLATE_HEADER = 60
TEMPLATE_FOOTER = 60
TEMPLATE_BUTTONS = 10
TEMPLATE_BUTTON_LABEL = 25

# /messages/send-messages, /messages/mark-message-as-read, typing indicators
CALLBACK_DATA = 512
TYPING_SECONDS = 25
CUSTOMER_SERVICE_WINDOW_HOURS = 24

# /business-phone-numbers/media
UPLOADED_MEDIA_DAYS = 30
RECEIVED_MEDIA_DAYS = 7
MEDIA_LINK_MINUTES = 5

# /webhooks/create-webhook-endpoint and /webhooks/overview
WEBHOOK_BODY_BYTES = 3 * MEGABYTE
WEBHOOK_RETRY_DAYS = 7
