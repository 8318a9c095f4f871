/* Any bytes as text of the encodings: it becomes UTF-8, the same however the
 * bytes were cut, and what works on UTF-8 stays within it. */
#include "base/text.h"
#include "format/enc.h"
#include "fuzz.h"

/* Without repair it stops before the first byte that cannot be decoded, and
 * what is before it is the same. */
static void
check_strict(enum encoding from, struct str s, struct str repaired)
{
	struct enc e = { .from = from };
	struct buf b = { 0 };
	size_t at = enc_utf8(&e, s.p, s.n, true, &b);

	fuzz_must(e.failed ? at < s.n : at == s.n);
	fuzz_must(
	    b.n <= repaired.n && !memcmp(buf_view(&b).p, repaired.p, b.n));
	buf_free(&b);
}

static void
check_watch(struct str s, size_t piece)
{
	struct enc_watch w = { 0 };
	bool accents = false;

	for (size_t at = 0; at < s.n; at += piece)
		enc_watch(&w, s.p + at, s.n - at < piece ? s.n - at : piece);
	for (size_t i = 0, len; i < s.n; i += len) {
		len = utf8_len(s.p + i, s.n - i);
		if (!len)
			len = 1;
		accents |= len > 1 && utf8_get(s.p + i, len) != 0xFFFD;
	}
	fuzz_must(enc_watch_is_utf8(&w) == (accents && utf8_valid(s.p, s.n)));
}

/* In pieces; what a piece leaves is given again with the next. */
static void
decode(enum encoding from, struct str s, size_t piece, struct buf *out)
{
	struct enc e = { .from = from, .repair = true };
	size_t at = 0, end = 0;

	while (end < s.n) {
		end = s.n - end < piece ? s.n : end + piece;
		at += enc_utf8(&e, s.p + at, end - at, end == s.n, out);
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
check(enum encoding from, struct str s, size_t piece)
{
	struct buf whole = { 0 }, cut = { 0 };

	decode(from, s, s.n, &whole);
	decode(from, s, piece, &cut);
	fuzz_must(str_eq(buf_view(&whole), buf_view(&cut)));
	fuzz_must(utf8_valid(whole.p, whole.n));
	check_strict(from, s, buf_view(&whole));
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
	enum encoding mark;

	if (n < 2)
		return 0;
	s = fuzz_text(data + 1, n - 1);
	for (enum encoding from = ENC_UTF8; from <= ENC_UTF16BE; from++)
		check(from, s, data[0] % 16 + 1U);
	check_watch(s, data[0] % 16 + 1U);
	fuzz_must(enc_bom(s.p, s.n, &mark) <= s.n);
	check_repair(s);
	js_trim(s);
	return 0;
}
