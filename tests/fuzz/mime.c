/* Any text as a header and as a body: lines must end as they should and stay
 * short, a header must stay one, and a body must decode to what it was. */
#include "mail/outbox/mime.h"
#include "base/text.h"
#include "fuzz.h"

static void
check_lines(struct str s)
{
	while (s.n) {
		struct str line = fuzz_cut(&s, '\n');

		fuzz_must(line.n && line.p[line.n - 1] == '\r');
		fuzz_must(line.n <= 77);
		for (size_t i = 0; i + 1 < line.n; i++)
			fuzz_must(line.p[i] >= ' ' && line.p[i] <= '~');
	}
}

static void
check_header(struct str text)
{
	struct buf b = { 0 };
	struct str s;

	mime_put_header(&b, "Subject", text);
	s = buf_view(&b);
	check_lines(s);
	while (fuzz_cut(&s, '\n').n)
		fuzz_must(!s.n || *s.p == ' ');
	buf_free(&b);
}

static void
unquote(struct str s, struct buf *out)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '=') {
			buf_byte(out, s.p[i]);
		} else if (s.p[i + 1] == '\r') {
			i += 2;
		} else {
			buf_byte(out, (char)(hex_value(s.p[i + 1]) * 16 +
					     hex_value(s.p[i + 2])));
			i += 2;
		}
}

static void
check_body(struct str text)
{
	struct buf b = { 0 }, got = { 0 }, want = { 0 };

	mime_put_quoted(&b, text);
	check_lines(buf_view(&b));
	unquote(buf_view(&b), &got);
	while (text.n) {
		struct str line = fuzz_cut(&text, '\n');

		buf_add(&want, line.p, line.n);
		buf_str(&want, "\r\n");
	}
	fuzz_must(str_eq(buf_view(&got), buf_view(&want)));
	buf_free(&b);
	buf_free(&got);
	buf_free(&want);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str s = fuzz_text(data, n);

	check_header(s);
	check_body(s);
	return 0;
}
