/* base64: RFC 4648's own examples, the alphabet of URLs, and what is refused.
 */
#include "format/base64.h"
#include "tap.h"

static const struct {
	const char *bytes, *text, *url;
} known[] = {
	{ "", "", "" },
	{ "f", "Zg==", "Zg" },
	{ "fo", "Zm8=", "Zm8" },
	{ "foo", "Zm9v", "Zm9v" },
	{ "foob", "Zm9vYg==", "Zm9vYg" },
	{ "fooba", "Zm9vYmE=", "Zm9vYmE" },
	{ "foobar", "Zm9vYmFy", "Zm9vYmFy" },
	{ "\xfb\xff\xbf", "+/+/", "-_-_" },
};

static const char *const wrong[] = { "Z", "Zg=", "Zg",
	"Z===", "Zg==Zg==", "Z=g=", "=AAA", "Zm9-", "Zg= " };

static int
gives(struct buf *b, const char *text)
{
	return str_eq(buf_view(b), str_of(text));
}

int
main(void)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		struct str bytes = str_of(known[i].bytes);

		b.n = 0;
		base64_put(&b, bytes);
		tap_ok(gives(&b, known[i].text), known[i].text);
		b.n = 0;
		base64_put_url(&b, bytes);
		tap_ok(gives(&b, known[i].url), "  for URLs");
		b.n = 0;
		tap_ok(!base64_read(&b, str_of(known[i].text)) &&
			   str_eq(buf_view(&b), bytes),
		    "  and back");
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		tap_ok(base64_read(&b, str_of(wrong[i])), wrong[i]);
	buf_free(&b);
	return tap_done();
}
