/* Any bytes as text of the encodings: it becomes UTF-8, the same however the
 * bytes were cut, and what works on UTF-8 stays within it. */
#include "base/text.h"
#include "format/enc.h"
#include "fuzz.h"

/* In pieces; what a piece leaves is given again with the next. */
static void
decode(enum enc from, struct str s, size_t piece, struct buf *out)
{
	size_t at = 0, end = 0;

	while (end < s.n) {
		end = s.n - end < piece ? s.n : end + piece;
		at += enc_utf8(from, s.p + at, end - at, end == s.n, out);
		fuzz_must(at <= end && end - at < 4);
	}
	fuzz_must(at == s.n);
}

static void
check_utf8(struct str s)
{
	struct buf plain = { 0 };
	struct str trimmed = js_trim(s);

	fuzz_must(str_eq(js_trim(trimmed), trimmed) &&
		  str_eq(js_trim_right(trimmed), trimmed));
	text_put_plain(&plain, s);
	fuzz_must(utf8_valid(plain.p, plain.n));
	fuzz_must(utf16_length(s) <= s.n && utf16_cmp(s, s) == 0);
	fuzz_must((utf16_cmp(s, trimmed) > 0) == (utf16_cmp(trimmed, s) < 0));
	buf_free(&plain);
}

static void
check(enum enc from, struct str s, size_t piece)
{
	struct buf whole = { 0 }, cut = { 0 };

	decode(from, s, s.n, &whole);
	decode(from, s, piece, &cut);
	fuzz_must(str_eq(buf_view(&whole), buf_view(&cut)));
	fuzz_must(utf8_valid(whole.p, whole.n));
	check_utf8(buf_view(&whole));
	buf_free(&whole);
	buf_free(&cut);
}

static void
check_repair(struct str s)
{
	struct buf once = { 0 }, read = { 0 };

	utf8_put_repaired(&once, s.p, s.n);
	decode(ENC_UTF8, s, s.n, &read);
	fuzz_must(str_eq(buf_view(&once), buf_view(&read)));
	fuzz_must(utf8_valid(s.p, s.n) == str_eq(buf_view(&once), s));
	buf_free(&once);
	buf_free(&read);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str s;
	enum enc mark;

	if (n < 2)
		return 0;
	s = fuzz_text(data + 1, n - 1);
	for (enum enc from = ENC_UTF8; from <= ENC_UTF16LE; from++)
		check(from, s, data[0] % 16 + 1U);
	fuzz_must(enc_bom(s.p, s.n, &mark) <= s.n);
	check_repair(s);
	js_trim(s);
	return 0;
}
