#include <stdio.h>
#include <stdlib.h>

#include "offres/sample/sample_doc.h"
#include "json/js.h"

void
sample_open(struct sample_file *f, const char *dir, const char *name,
    bool canonical, enum sample_layout layout)
{
	*f = (struct sample_file){ .canonical = canonical, .layout = layout };
	f->path = xasprintf(
	    "%s/%s.%s", dir, name, layout == SAMPLE_ARRAY ? "json" : "ndjson");
	out_open(&f->out, f->path);
	if (layout == SAMPLE_ARRAY)
		buf_byte(&f->out.buf, '[');
}

void
sample_close(struct sample_file *f)
{
	if (f->layout == SAMPLE_ARRAY)
		buf_str(&f->out.buf, "]\n");
	out_close(&f->out);
	free(f->path);
}

void
sample_begin(struct sample_file *f)
{
	if (f->layout == SAMPLE_ARRAY && f->n)
		buf_str(&f->out.buf, ",\n");
	f->n++;
	buf_byte(&f->out.buf, '{');
}

void
sample_end(struct sample_file *f)
{
	buf_byte(&f->out.buf, '}');
	if (f->layout == SAMPLE_LINES)
		buf_byte(&f->out.buf, '\n');
	out_record(&f->out);
}

void
sample_text(struct sample_file *f, const char *name, const char *s)
{
	js_put_member(&f->out.buf, name, str_of(s));
}

void
sample_raw(struct sample_file *f, const char *name, const char *json)
{
	js_put_key(&f->out.buf, name);
	buf_str(&f->out.buf, json);
}

void
sample_int(struct sample_file *f, const char *name, long long n)
{
	js_put_key(&f->out.buf, name);
	if (f->canonical)
		buf_fmt(&f->out.buf, "{\"$numberInt\":\"%lld\"}", n);
	else
		js_put_int(&f->out.buf, n);
}

void
sample_bool(struct sample_file *f, const char *name, bool v)
{
	js_put_key(&f->out.buf, name);
	js_put_bool(&f->out.buf, v);
}

void
sample_date(struct sample_file *f, const char *name, msec t)
{
	char text[DAY_TEXT_MAX];

	js_put_key(&f->out.buf, name);
	day_print_utc(t, text);
	if (f->canonical)
		buf_fmt(&f->out.buf, "{\"$date\":{\"$numberLong\":\"%lld\"}}",
		    (long long)t);
	else
		buf_fmt(&f->out.buf, "{\"$date\":\"%s\"}", text);
}

void
sample_oid(struct sample_file *f, const char *name, const char *hex)
{
	js_put_key(&f->out.buf, name);
	buf_fmt(&f->out.buf, "{\"$oid\":\"%s\"}", hex);
}

static void
put_double(struct sample_file *f, double v)
{
	if (f->canonical)
		buf_str(&f->out.buf, "{\"$numberDouble\":\"");
	js_put_number(&f->out.buf, v);
	if (f->canonical)
		buf_str(&f->out.buf, "\"}");
}

void
sample_point(struct sample_file *f, const char *name, double lon, double lat)
{
	js_put_key(&f->out.buf, name);
	buf_str(&f->out.buf, "{\"type\":\"Point\",\"coordinates\":[");
	put_double(f, lon);
	buf_byte(&f->out.buf, ',');
	put_double(f, lat);
	buf_str(&f->out.buf, "]}");
}

/* One of four that take turns. */
static char *
text(void)
{
	static char texts[4][32];
	static unsigned i;

	return texts[i++ & 3];
}

const char *
sample_id(unsigned kind, long long n)
{
	char *s = text();

	snprintf(s, 32, "66a%x%020llx", kind & 15, (unsigned long long)n);
	return s;
}

const char *
sample_siret(long long n)
{
	char *s = text();
	int sum = 0;

	snprintf(s, 32, "9%08lld0001", n % 100000000);
	for (int i = 0; i < 13; i++) {
		int d = s[i] - '0';

		/* every second digit from the right, the check digit aside */
		if (i % 2 == 0)
			d = d * 2 > 9 ? d * 2 - 9 : d * 2;
		sum += d;
	}
	s[13] = (char)('0' + (10 - sum % 10) % 10);
	s[14] = '\0';
	return s;
}
