#include <stdio.h>

#include "base/day.h"
#include "base/text.h"
#include "format/base64.h"
#include "mail/outbox/mime.h"

#define LINE_MAX_BYTES 76

/* It cannot occur in quoted-printable text: there "=" is followed by digits or
 * the end of the line. */
#define BOUNDARY "=_alternative"

/*
 * Headers.
 */
static bool
is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 ||
	       c == 0x2029;
}

/* The text without control characters and ill-formed bytes. */
static void
put_clean(struct buf *b, struct str s)
{
	struct buf valid = { 0 };

	utf8_put_repaired(&valid, s.p, s.n);
	for (size_t i = 0, n; i < valid.n; i += n) {
		uint32_t c;

		n = utf8_len(valid.p + i, valid.n - i);
		c = utf8_get(valid.p + i, n);
		utf8_put(b, is_control(c) ? 0xfffd : c);
	}
	buf_free(&valid);
}

/* Readable as it is: ASCII, short enough for the line that it begins on, and
 * nothing that would be taken for an encoded word. */
static bool
is_plain(struct str s, size_t room)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x7f ||
		    (s.p[i] == '=' && i + 1 < s.n && s.p[i + 1] == '?'))
			return false;
	return s.n <= room && s.n && s.p[0] != ' ' && s.p[s.n - 1] != ' ';
}

/* Encoded words of whole characters, one a line. */
static void
put_words(struct buf *b, size_t column, struct str s)
{
	static const size_t frame = sizeof("=?UTF-8?B?"
					   "?=") -
				    1;

	while (s.n) {
		size_t room = (LINE_MAX_BYTES - column - frame) / 4 * 3, n = 0;

		while (n < s.n) {
			size_t more = utf8_len(s.p + n, s.n - n);

			if (n + more > room)
				break;
			n += more;
		}
		buf_str(b, "=?UTF-8?B?");
		base64_put(b, (struct str){ s.p, n });
		buf_str(b, "?=");
		s.p += n;
		s.n -= n;
		if (s.n)
			buf_str(b, "\r\n ");
		column = 1;
	}
}

void
mime_put_header(struct buf *b, const char *name, struct str value)
{
	struct buf clean = { 0 };
	size_t column = strlen(name) + 2;
	struct str s;

	put_clean(&clean, value);
	s = buf_view(&clean);
	buf_fmt(b, "%s: ", name);
	if (is_plain(s, LINE_MAX_BYTES - column))
		buf_add(b, s.p, s.n);
	else
		put_words(b, column, s);
	buf_str(b, "\r\n");
	buf_free(&clean);
}

void
mime_date(int64_t t, char text[MIME_DATE_MAX])
{
	static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri",
		"Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	struct civil c = day_civil(t);
	int64_t day = (t - (t % 86400000 + 86400000) % 86400000) / 86400000;

	/* 1 January 1970 was a Thursday */
	snprintf(text, MIME_DATE_MAX, "%s, %02d %s %04d %02d:%02d:%02d +0000",
	    days[((day + 3) % 7 + 7) % 7], c.day, months[c.month - 1],
	    c.year % 10000, c.hour, c.minute, c.second);
}

/*
 * Bodies.
 */
static bool
is_literal(char c)
{
	return c >= ' ' && c <= '~' && c != '=';
}

/* Appends a line without its end. A trailing blank is encoded, or it would be
 * lost. */
static void
put_quoted_line(struct buf *b, struct str line)
{
	size_t column = 0;

	for (size_t i = 0; i < line.n; i++) {
		char c = line.p[i];
		bool last = i + 1 == line.n;
		bool literal = is_literal(c) && !(last && c == ' ');
		size_t need = literal ? 1 : 3;

		if (column + need > LINE_MAX_BYTES - (last ? 0 : 1)) {
			buf_str(b, "=\r\n");
			column = 0;
		}
		if (literal)
			buf_byte(b, c);
		else
			buf_fmt(b, "=%02X", (unsigned char)c);
		column += need;
	}
}

void
mime_put_quoted(struct buf *b, struct str text)
{
	const char *p = text.p, *end = text.p + text.n;

	while (p < end) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));
		const char *stop = lf ? lf : end;

		put_quoted_line(b, (struct str){ p, (size_t)(stop - p) });
		buf_str(b, "\r\n");
		p = stop + 1;
	}
}

static void
put_part(struct buf *b, const char *type, struct str text)
{
	buf_fmt(b,
	    "--" BOUNDARY "\r\n"
	    "Content-Type: %s; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
	    type);
	mime_put_quoted(b, text);
	buf_str(b, "\r\n");
}

void
mime_put(struct buf *b, const struct mime *m)
{
	if (m->from_name)
		buf_fmt(b, "From: %s <%s>\r\n", m->from_name, m->from);
	else
		buf_fmt(b, "From: <%s>\r\n", m->from);
	buf_fmt(b, "To: <%s>\r\n", m->to);
	mime_put_header(b, "Subject", m->subject);
	buf_fmt(b, "Date: %s\r\n", m->date);
	buf_fmt(b, "Message-ID: <%s>\r\n", m->id);
	if (m->list_help)
		buf_fmt(b, "List-Help: <%s>\r\n", m->list_help);
	buf_str(b, "Auto-Submitted: auto-generated\r\n"
		   "MIME-Version: 1.0\r\n"
		   "Content-Type: multipart/alternative;\r\n"
		   " boundary=\"" BOUNDARY "\"\r\n\r\n");
	put_part(b, "text/plain", m->text);
	put_part(b, "text/html", m->html);
	buf_str(b, "--" BOUNDARY "--\r\n");
}
