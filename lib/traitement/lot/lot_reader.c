/* The lines of a lot. */
#include <stdlib.h>
#include <strings.h>

#include "base/text.h"
#include "traitement/lot/lot.h"
#include "json/js.h"

const char *const lot_fields[LOT_FIELDS] = { "capteur", "horodatage",
	"grandeur", "valeur", "unite", "qualite" };

static bool
is_plain(char c)
{
	return c > ' ' && c < 0x7f;
}

/* Most fields have nothing to trim. */
static struct str
trim(struct str s)
{
	if (s.n && is_plain(s.p[0]) && is_plain(s.p[s.n - 1]))
		return s;
	return js_trim(s);
}

/* The next line that is not empty, without its end. */
static bool
next_line(struct lot_reader *r, struct str *line)
{
	while (r->rest.n) {
		const char *end = memchr(r->rest.p, '\n', r->rest.n);
		size_t n = end ? (size_t)(end - r->rest.p) : r->rest.n;

		*line = trim((struct str){ r->rest.p, n });
		n += end != NULL;
		r->rest.p += n;
		r->rest.n -= n;
		if (line->n)
			return true;
	}
	return false;
}

/* The next cell of a line; false after the last one. */
static bool
next_cell(struct str *line, struct str *cell)
{
	const char *end;
	size_t n;

	if (!line->p)
		return false;
	end = line->n ? memchr(line->p, ';', line->n) : NULL;
	n = end ? (size_t)(end - line->p) : line->n;
	*cell = trim((struct str){ line->p, n });
	if (end) {
		line->p += n + 1;
		line->n -= n + 1;
	} else {
		line->p = NULL;
	}
	return true;
}

static bool
read_header(struct lot_reader *r)
{
	unsigned found = 0;
	struct str line, cell;

	if (!next_line(r, &line))
		return false;
	while (next_cell(&line, &cell)) {
		enum lot_field f = 0;

		if (r->columns == 256)
			return false;
		while (f < LOT_FIELDS && !str_is(cell, lot_fields[f]))
			f++;
		if (f < LOT_FIELDS && found & 1u << f)
			f = LOT_FIELDS;
		r->column[r->columns++] = f;
		if (f < LOT_FIELDS)
			found |= 1u << f;
	}
	return (found & ((1u << L_QUALITE) - 1)) == (1u << L_QUALITE) - 1;
}

/* The media type without its parameters, in any case. */
static bool
is_type(struct str type, const char *name)
{
	const char *end = type.n ? memchr(type.p, ';', type.n) : NULL;
	struct str t = js_trim(
	    (struct str){ type.p, end ? (size_t)(end - type.p) : type.n });

	return t.n == strlen(name) && !strncasecmp(t.p, name, t.n);
}

static bool
find_decoder(struct lot_reader *r, struct str format, struct str type)
{
	r->ndjson = format.p ? str_is(format, "ndjson")
			     : is_type(type, "application/x-ndjson");
	return format.p || r->ndjson || !type.p || is_type(type, "text/csv") ||
	       is_type(type, "text/plain") ||
	       is_type(type, "application/octet-stream");
}

bool
lot_open(struct lot_reader *r, struct str content, struct str format,
    struct str type)
{
	*r = (struct lot_reader){ .rest = content };
	if (!find_decoder(r, format, type) || !utf8_valid(content.p, content.n))
		return false;
	if (content.n >= 3 && !memcmp(content.p, "\xEF\xBB\xBF", 3)) {
		r->rest.p += 3;
		r->rest.n -= 3;
	}
	return r->ndjson || read_header(r);
}

static void
read_cells(struct lot_reader *r, struct str text, struct lot_line *line)
{
	struct str cell;

	for (unsigned i = 0; i < r->columns && next_cell(&text, &cell); i++)
		if (r->column[i] < LOT_FIELDS)
			line->field[r->column[i]] = cell;
}

static void
read_object(struct lot_reader *r, struct str text, struct lot_line *line)
{
	struct js object, value[LOT_FIELDS];
	struct err e;

	object = js_of(text);
	if (object.type != JS_OBJECT || js_check(text.p, text.n, &e)) {
		line->broken = true;
		return;
	}
	js_pick(object, lot_fields, LOT_FIELDS, value);
	r->scratch.n = 0;
	buf_reserve(&r->scratch, text.n);
	for (enum lot_field f = 0; f < LOT_FIELDS; f++)
		if (value[f].type == JS_STRING)
			line->field[f] = trim(js_text(value[f], &r->scratch));
		else if ((f == L_VALEUR || f == L_QUALITE) &&
			 !js_is_null(value[f]))
			/* a value, though not a good one */
			line->field[f] = (struct str){ value[f].p, value[f].n };
}

bool
lot_next(struct lot_reader *r, struct lot_line *line)
{
	struct str text;

	if (!next_line(r, &text))
		return false;
	*line = (struct lot_line){ .ligne = ++r->ligne };
	if (r->ndjson)
		read_object(r, text, line);
	else
		read_cells(r, text, line);
	return true;
}

void
lot_close(struct lot_reader *r)
{
	buf_free(&r->scratch);
}
