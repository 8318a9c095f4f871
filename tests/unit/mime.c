/* Headers that fold, bodies that are quoted. */
#include "mail/outbox/mime.h"
#include "tap.h"

static struct buf b;

static const char *
header(const char *value, size_t n)
{
	b.n = 0;
	mime_put_header(&b, "Subject", (struct str){ value, n });
	return buf_view(&b).p;
}

static const char *
quoted(const char *text)
{
	b.n = 0;
	mime_put_quoted(&b, str_of(text));
	return buf_view(&b).p;
}

static const char *
date(int64_t t)
{
	static char text[MIME_DATE_MAX];

	mime_date(t, text);
	return text;
}

#define H(value) header(value, sizeof(value) - 1)
#define TEN "0123456789"
#define SEVENTY TEN TEN TEN TEN TEN TEN TEN

static void
test_headers(void)
{
	tap_is(H("plain words"), "Subject: plain words\r\n", "ASCII");
	tap_is(H(""), "Subject: \r\n", "empty");
	tap_is(H("é"), "Subject: =?UTF-8?B?w6k=?=\r\n", "not ASCII");
	tap_is(H("a\r\nBcc: b"),
	    "Subject: =?UTF-8?B?Ye+/ve+/vUJjYzogYg==?=\r\n", "a line end");
	tap_is(H("a\0b"), "Subject: =?UTF-8?B?Ye+/vWI=?=\r\n", "a NUL");
	tap_is(H("\xff"), "Subject: =?UTF-8?B?77+9?=\r\n", "ill-formed");
	tap_is(H("=?UTF-8?B?YQ==?="),
	    "Subject: =?UTF-8?B?PT9VVEYtOD9CP1lRPT0/PQ==?=\r\n",
	    "what looks encoded");
	tap_is(H(" a"), "Subject: =?UTF-8?B?IGE=?=\r\n", "a blank in front");
	tap_is(H(TEN TEN TEN TEN TEN TEN "0123456"),
	    "Subject: " TEN TEN TEN TEN TEN TEN "0123456\r\n", "76 bytes");
	tap_is(H(TEN TEN TEN TEN TEN TEN "01234567"),
	    "Subject: =?UTF-8?B?"
	    "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4?=\r\n"
	    " =?UTF-8?B?OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc=?=\r\n",
	    "77 bytes");
	tap_is(H("éééééééééééééééééééééééé"),
	    "Subject: =?UTF-8?B?"
	    "w6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6k=?=\r\n"
	    " =?UTF-8?B?w6nDqcOpw6nDqQ==?=\r\n",
	    "characters stay whole");
}

static void
test_bodies(void)
{
	tap_is(quoted(""), "", "nothing");
	tap_is(quoted("a\n\nb"), "a\r\n\r\nb\r\n", "lines");
	tap_is(quoted("é = ~\n"), "=C3=A9 =3D ~\r\n", "not ASCII");
	tap_is(quoted("a \nb\t\n"), "a=20\r\nb=09\r\n", "blanks at the end");
	tap_is(quoted("a\rb\x7f"), "a=0Db=7F\r\n", "control bytes");
	tap_is(quoted(SEVENTY "012345\n"), SEVENTY "012345\r\n", "76 bytes");
	tap_is(
	    quoted(SEVENTY "0123456"), SEVENTY "01234=\r\n56\r\n", "77 bytes");
	tap_is(quoted(SEVENTY "01é"), SEVENTY "01=C3=\r\n=A9\r\n",
	    "an escape stays whole");
	tap_is(quoted(SEVENTY "012é"), SEVENTY "012=\r\n=C3=A9\r\n",
	    "so does the next");
}

int
main(void)
{
	test_headers();
	test_bodies();
	tap_is(date(1772438400000), "Mon, 02 Mar 2026 08:00:00 +0000", "date");
	tap_is(date(-1), "Wed, 31 Dec 1969 23:59:59 +0000", "before 1970");
	tap_is(date(951868799999), "Tue, 29 Feb 2000 23:59:59 +0000",
	    "29 February");
	buf_free(&b);
	return tap_done();
}
