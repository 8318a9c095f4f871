#include <math.h>

#include "base/day.h"
#include "findings/findings.h"
#include "suite/metrics.h"
#include "suite/status.h"
#include "json/js.h"

/* The value of a database, NaN if it is unknown. */
typedef double (*value_fn)(const struct base_status *b);

static double
rows(const struct base_status *b)
{
	return b->rows >= 0 ? (double)b->rows : (double)NAN;
}

/* Seconds since 1970 of a date of the ledger, which may be NULL. */
static double
seconds(const char *date)
{
	msec t = day_parse(str_of(date));

	return t == DAY_NULL || t == DAY_BAD ? (double)NAN : (double)t / 1000;
}

static double
last_success(const struct base_status *b)
{
	return seconds(b->last_success);
}

static double
last_run(const struct base_status *b)
{
	return seconds(b->last_import);
}

static double
duration(const struct base_status *b)
{
	return b->duration >= 0 ? b->duration : (double)NAN;
}

static double
failed(const struct base_status *b)
{
	return b->status ? !strcmp(b->status, "failed") : (double)NAN;
}

static double
stale(const struct base_status *b)
{
	return b->why != NULL;
}

static double
fetch_failed(const struct base_status *b)
{
	return b->fetch_error != NULL;
}

static const struct family {
	const char *name, *help;
	value_fn value;
} families[] = {
	{ "alternance_rows", "Rows of the database.", rows },
	{ "alternance_last_success_timestamp_seconds",
	    "Start of the last run that was done.", last_success },
	{ "alternance_last_run_timestamp_seconds", "Start of the last run.",
	    last_run },
	{ "alternance_last_run_duration_seconds", "How long the last run took.",
	    duration },
	{ "alternance_last_run_failed", "Whether the last run failed.",
	    failed },
	{ "alternance_stale", "Whether make would build the database again.",
	    stale },
	{ "alternance_fetch_failed",
	    "Whether the last request to the source failed.", fetch_failed },
	{ 0 },
};

/* Appends name="value", escaped. */
static void
put_label(struct buf *b, const char *name, struct str value)
{
	buf_fmt(b, "%s=\"", name);
	for (size_t i = 0; i < value.n; i++) {
		char c = value.p[i];

		if (strchr("\n\"\\", c) && c)
			buf_byte(b, '\\');
		buf_byte(b, c == '\n' ? 'n' : c);
	}
	buf_byte(b, '"');
}

static void
put_head(struct buf *b, const char *name, const char *help)
{
	buf_fmt(b, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static void
put_family(struct buf *b, const struct family *f, char *const *names)
{
	put_head(b, f->name, f->help);
	for (; *names; names++) {
		double v = f->value(status_of(*names));

		if (isnan(v))
			continue;
		buf_fmt(b, "%s{", f->name);
		put_label(b, "database", str_of(*names));
		buf_str(b, "} ");
		js_put_number(b, v);
		buf_byte(b, '\n');
	}
}

static void
put_findings(struct buf *b, const char *path)
{
	struct findings f = { 0 };

	findings_read(&f, path);
	put_head(b, "alternance_findings", "Findings of check-data.");
	for (size_t i = 0; i < f.n; i++) {
		buf_str(b, "alternance_findings{");
		put_label(b, "check", str_of(f.v[i].check));
		buf_fmt(b, ",severity=\"%s\"} %lld\n",
		    check_severity_name[f.v[i].severity], (long long)f.v[i].n);
	}
	findings_free(&f);
}

void
metrics_put(struct buf *b, char *const *names, const char *findings)
{
	for (const struct family *f = families; f->name; f++)
		put_family(b, f, names);
	if (findings)
		put_findings(b, findings);
	put_head(b, "alternance_metrics_timestamp_seconds",
	    "When these metrics were written.");
	buf_str(b, "alternance_metrics_timestamp_seconds ");
	js_put_number(b, (double)day_now() / 1000);
	buf_byte(b, '\n');
}
