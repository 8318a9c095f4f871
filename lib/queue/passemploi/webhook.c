#include "queue/passemploi/webhook.h"
#include "net/http.h"
#include "json/js.h"

void
webhook_put(struct buf *b, struct str text)
{
	buf_str(b, "{\"username\":\"CEJ Lama\",\"text\":");
	js_put_text(b, text);
	buf_byte(b, '}');
}

void
webhook_post(const char *url, struct str text)
{
	static struct http_site site = { .timeout = 10, .retry = HTTP_ONCE };
	static const char *const fields[] = { "Content-Type: application/json",
		NULL };
	struct buf b = { 0 };
	struct http h = {
		.site = &site, .url = url, .method = "POST", .fields = fields
	};

	webhook_put(&b, text);
	h.form = buf_view(&b).p;
	if (http_do(&h) || http_verdict(&h))
		note("webhook: %s", h.e.msg);
	http_reset(&h);
	buf_free(&b);
}
