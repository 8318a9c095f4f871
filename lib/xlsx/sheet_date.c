/* Dates written as text, and the number formats that show dates. */
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "xlsx/sheet_part.h"

static bool
take_date(struct str *s, struct civil *c)
{
	c->year = text_digits(s, 4);
	if (c->year < 0 || !text_byte(s, '-'))
		return false;
	c->month = text_digits(s, 2);
	if (c->month < 1 || c->month > 12 || !text_byte(s, '-'))
		return false;
	c->day = text_digits(s, 2);
	return c->day >= 1 && c->day <= day_month_length(c->year, c->month);
}

/* Digits behind the first three of a fraction are dropped. */
static bool
take_fraction(struct str *s, struct civil *c)
{
	int scale = 100;

	if (!s->n || *s->p < '0' || *s->p > '9')
		return false;
	for (; s->n && *s->p >= '0' && *s->p <= '9'; scale /= 10)
		c->ms += scale * text_digits(s, 1);
	return true;
}

/* hh:mm[:ss[.fff]]; 24:00:00 is the end of the day. */
static bool
take_time(struct str *s, struct civil *c)
{
	c->hour = text_digits(s, 2);
	if (c->hour < 0 || c->hour > 24 || !text_byte(s, ':'))
		return false;
	c->minute = text_digits(s, 2);
	if (c->minute < 0 || c->minute > 59)
		return false;
	if (text_byte(s, ':')) {
		c->second = text_digits(s, 2);
		if (c->second < 0 || c->second > 59 ||
		    (text_byte(s, '.') && !take_fraction(s, c)))
			return false;
	}
	return c->hour < 24 || !(c->minute || c->second || c->ms);
}

/* Nothing, Z, or an offset: in minutes. */
static bool
take_zone(struct str *s, int *offset)
{
	int sign = text_byte(s, '-') ? -1 : text_byte(s, '+') ? 1 : 0;
	int hours, minutes;

	*offset = 0;
	if (!sign)
		return text_byte(s, 'Z') || !s->n;
	hours = text_digits(s, 2);
	if (hours < 0 || hours > 23 || !text_byte(s, ':'))
		return false;
	minutes = text_digits(s, 2);
	*offset = sign * (hours * 60 + minutes);
	return minutes >= 0 && minutes <= 59;
}

msec
sheet_iso_date(struct str s, bool date1904)
{
	struct civil c = { .year = date1904 ? 1904 : 1899,
		.month = date1904 ? 1 : 12,
		.day = date1904 ? 1 : 31 };
	bool dated = s.n > 4 && s.p[4] == '-';
	int offset;

	if (dated && !take_date(&s, &c))
		return DAY_BAD;
	if (dated && !s.n)
		return day_utc(c);
	if (!text_byte(&s, 'T') && dated)
		return DAY_BAD;
	if (!take_time(&s, &c) || !take_zone(&s, &offset) || s.n)
		return DAY_BAD;
	return day_utc(c) - (msec)offset * 60 * 1000;
}

/* The elapsed hours, minutes or seconds of [h], [mm] ... */
static bool
is_elapsed(const char *p, size_t n)
{
	static const char letters[] = "hms";

	if (!n || !strchr(letters, *p | 0x20))
		return false;
	for (size_t i = 1; i < n; i++)
		if ((p[i] | 0x20) != (*p | 0x20))
			return false;
	return true;
}

/* What the text of a format code up to its next part is. */
enum code_part { CODE_OTHER, CODE_DATE, CODE_DIGIT, CODE_SECTION };

static size_t
until(const char *p, char close)
{
	const char *end = strchr(p + 1, close);

	return end ? (size_t)(end + 1 - p) : strlen(p);
}

/* The part at p, and its length: a literal is one part. */
static enum code_part
next_part(const char *p, size_t *n)
{
	*n = 1;
	switch (*p) {
	case '\\': /* the next character as it is */
	case '_':  /* a blank of its width */
	case '*':  /* as many of it as there is room for */
		*n += p[1] != '\0';
		return CODE_OTHER;
	case '"':
		*n = until(p, '"');
		return CODE_OTHER;
	case '[':
		*n = until(p, ']');
		return *n > 2 && is_elapsed(p + 1, *n - 2) ? CODE_DATE
							   : CODE_OTHER;
	case '0':
	case '#':
	case '?':
		return CODE_DIGIT;
	case ';':
		return CODE_SECTION;
	case '.': /* with the digits behind it, of seconds or of a number */
		*n += strspn(p + 1, "0");
		return CODE_OTHER;
	default:
		break;
	}
	if (!strncasecmp(p, "General", 7)) {
		*n = 7;
		return CODE_DIGIT;
	}
	return strchr("ymdhsbegaYMDHSBEGA", *p) ? CODE_DATE : CODE_OTHER;
}

/* A section that has digits besides a fraction of seconds shows a number,
 * whatever letters stand around them. */
bool
sheet_is_date_code(const char *code)
{
	bool date = false, digit = false;
	size_t n;

	for (; *code; code += n) {
		enum code_part part = next_part(code, &n);

		date |= part == CODE_DATE;
		digit |= part == CODE_DIGIT;
		if (part != CODE_SECTION)
			continue;
		if (date && !digit)
			return true;
		date = digit = false;
	}
	return date && !digit;
}
