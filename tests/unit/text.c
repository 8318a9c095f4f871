#include "base/text.h"
#include "tap.h"

static const struct {
	const char *text, *repaired;
} ill[] = {
	{ "\x80", "\xef\xbf\xbd" },
	{ "\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd" },
	{ "\xc1", "\xef\xbf\xbd" },
	{ "\xe0\x80\xaf", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
	{ "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
	{ "\xf0\x8f\xbf\xbf",
	    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
	{ "\xf4\x90\x80\x80",
	    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
	{ "\xf5", "\xef\xbf\xbd" },
	{ "\xff", "\xef\xbf\xbd" },
	{ "a\xe2\x82z", "a\xef\xbf\xbdz" },
	{ "\xf0\x9f\x98", "\xef\xbf\xbd" },
	{ "\xe9t\xe9", "\xef\xbf\xbdt\xef\xbf\xbd" },
	{ "\xc3\xa9\xc3", "\xc3\xa9\xef\xbf\xbd" },
};

/* JavaScript's white space, and neighbours that are none. */
static const uint32_t spaces[] = { 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20, 0xa0,
	0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007,
	0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
	0xfeff };
static const uint32_t others[] = { 0x00, 0x08, 0x0e, 0x1c, 0x1f, 0x85, 0x180e,
	0x200b, 0x2060, 0xfffe, 0x1f600 };

static int
trims(uint32_t c)
{
	struct buf b = { 0 };
	struct str s, both, right;
	size_t side;
	int good;

	utf8_put(&b, c);
	side = b.n;
	buf_str(&b, "a b");
	utf8_put(&b, c);
	s = buf_view(&b);
	both = js_trim(s);
	right = js_trim_right(s);
	good = str_is(both, "a b") && right.n == side + 3 && right.p == s.p;
	buf_free(&b);
	return good;
}

static int
round_trip(void)
{
	struct buf b = { 0 };
	uint32_t c;
	int good = 1;

	for (c = 0; c <= 0x10ffff && good; c++) {
		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		b.n = 0;
		utf8_put(&b, c);
		good = utf8_len(b.p, b.n) == b.n && utf8_get(b.p, b.n) == c &&
		       utf8_len(b.p, b.n - 1) == 0;
	}
	buf_free(&b);
	return good;
}

static void
check_ill(void)
{
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < sizeof ill / sizeof *ill; i++) {
		b.n = 0;
		tap_ok(!utf8_valid(ill[i].text, strlen(ill[i].text)),
		    "ill-formed");
		utf8_put_repaired(&b, ill[i].text, strlen(ill[i].text));
		tap_is(buf_view(&b).p, ill[i].repaired, "repaired");
	}
	buf_free(&b);
}

static const struct {
	const char *text, *want;
} plains[] = {
	{ "Convention Collective Départementale",
	    "CONVENTION COLLECTIVE DEPARTEMENTALE" },
	{ "Décision", "DECISION" },
	{ "De\xcc\x81"
	  "cision",
	    "DECISION" },
	{ "PÉRIMÉ_1-2", "PERIME_1-2" },
	{ "ça œ ø d’Ł", "CA œ ø D’Ł" },
	{ "ﬁn ß ſ K ấ", "FIN SS S K A" },
	{ "\xe9\xc3", "\xe9\xc3" },
	{ "", "" },
};

/* A digest of all that is plain in the end, as Unicode 14 has it. */
static bool
plain_is_whole(void)
{
	struct buf from = { 0 }, to = { 0 };
	uint32_t n = 0, sum = 0;

	for (uint32_t c = 0x80; c <= 0x10ffff; c++) {
		from.n = to.n = 0;
		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		utf8_put(&from, c);
		text_put_plain(&to, buf_view(&from));
		if (!to.n || (unsigned char)*to.p > 127)
			continue;
		n++;
		for (size_t i = 0; i < to.n; i++)
			sum = sum * 31 + c * (unsigned char)to.p[i];
	}
	buf_free(&from);
	buf_free(&to);
	return n == 501u && sum == 3520259004u;
}

static void
check_plain(void)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof plains / sizeof *plains; i++) {
		b.n = 0;
		text_put_plain(&b, str_of(plains[i].text));
		tap_is(buf_view(&b).p, plains[i].want, plains[i].text);
	}
	tap_ok(plain_is_whole(), "every letter that has a plain form");
	buf_free(&b);
}

int
main(void)
{
	static const char mixed[] = "eight by eight, ça passe: 😀 \xe2\x80\x99";
	size_t i;

	for (i = 0; i < sizeof spaces / sizeof *spaces; i++)
		tap_ok(trims(spaces[i]), "white space");
	for (i = 0; i < sizeof others / sizeof *others; i++)
		tap_ok(!trims(others[i]), "not white space");
	tap_ok(round_trip(), "every code point goes and comes back");
	check_ill();
	tap_ok(utf8_valid(mixed, sizeof mixed), "valid, NUL included");
	tap_ok(utf8_valid("", 0), "empty is valid");
	tap_ok(!utf8_valid("12345678\xc3", 9), "cut sequence at the end");
	tap_ok(js_trim((struct str){ NULL, 0 }).p == NULL, "trim of NULL");
	tap_ok(str_is(js_trim(STR(" \n ")), ""), "trim of white space");
	tap_ok(
	    js_trim_null(STR(" \xc2\xa0")).p == NULL, "nothing left is NULL");
	tap_ok(str_is(js_trim_null(STR(" x ")), "x"), "x is left");
	tap_ok(str_is(js_trim_right(STR(" x ")), " x"), "right only");
	tap_ok(
	    str_is(js_trim(STR("\xa0x\xa0")), "\xa0x\xa0"), "stray bytes stay");
	tap_ok(utf16_length(STR("aé€😀")) == 5, "UTF-16 units");
	check_plain();
	tap_ok(utf16_cmp(STR("a"), STR("é")) < 0, "UTF-16 order");
	tap_ok(utf16_cmp(STR("😀"), STR("\xef\xbf\xbd")) < 0 &&
		   utf16_cmp(STR("\xee\x80\x80"), STR("😀")) > 0,
	    "beyond U+FFFF sorts before U+E000");
	tap_ok(
	    utf16_cmp(STR("\xed\x9f\xbf"), STR("😀")) < 0, "and after U+D7FF");
	tap_ok(utf16_cmp(STR("ab"), STR("a")) > 0 &&
		   utf16_cmp(STR("a"), STR("ab")) < 0 &&
		   !utf16_cmp(STR("a"), STR("a")),
	    "the shorter first");
	return tap_done();
}
