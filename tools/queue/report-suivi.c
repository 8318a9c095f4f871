/*
 * report-suivi: which crons ran as expected in the last 24 hours.
 */
#include <stdlib.h>

#include "base/opt.h"
#include "base/out.h"
#include "queue/cron/cron.h"
#include "queue/job/cron_file.h"
#include "queue/passemploi/passemploi.h"
#include "queue/passemploi/webhook.h"

enum { MARKDOWN = 256, POST };

static const struct opt opts[] = {
	{ 'd' | OPT_NEEDED, "databases", "DIR", "where passemploi.db is" },
	{ MARKDOWN, "markdown", NULL, "a table for the chat" },
	{ POST, "post", "URL", "post the table, print nothing" },
	{ 0 },
};

#define DAY_MS 86400000
enum { COLUMNS_N = 9 };
static const char *const columns[COLUMNS_N] = { "aBienTourne", "pasEnEchec",
	"jobType", "nbExecutionsAttendues", "nbExecutions", "nbErreurs",
	"nbEchecs", "description", "logs" };

struct line {
	struct str type, description;
	int64_t expected, runs, errors, failures;
	struct buf logs;
};

static const char *
mark(bool good)
{
	return good ? ":white_check_mark:" : ":x:";
}

/* How often the fields of seconds, minutes and hours match a day: the days are
 * ignored, as in the reference. */
static int64_t
expected(const char *expression)
{
	struct cron c;
	struct err e;

	if (cron_parse(&c, str_of(expression), &e))
		return 0;
	return (int64_t)c.count[CRON_SECOND] * c.count[CRON_MINUTE] *
	       c.count[CRON_HOUR];
}

static void
count_runs(struct db *d, struct line *l)
{
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];
	sqlite3_stmt *s = db_prepare(d,
	    "SELECT count(*), coalesce(sum(nb_erreurs), 0),"
	    " coalesce(sum(NOT succes), 0) FROM suivi_job WHERE job_type = ?"
	    " AND date_execution >= ? AND date_execution <= ?");

	day_print_utc(day_now() - DAY_MS, from);
	day_print_utc(day_now(), to);
	db_bind_text(d, s, 1, l->type);
	db_bind_text(d, s, 2, str_of(from));
	db_bind_text(d, s, 3, str_of(to));
	if (db_step(d, s)) {
		l->runs = sqlite3_column_int64(s, 0);
		l->errors = sqlite3_column_int64(s, 1);
		l->failures = sqlite3_column_int64(s, 2);
	}
	sqlite3_finalize(s);
}

static void
put_link(struct buf *b, struct str type)
{
	const char *dashboard = getenv("DASHBOARD_URL");

	buf_fmt(b,
	    "[lien](%s/app/discover#/?_g=(time:(from:now-24h%%2Fh,to:now))"
	    "&_a=(query:(language:kuery,query:\"%.*s\")))",
	    dashboard ? dashboard : "", (int)type.n, type.p);
}

static void
put_json(struct buf *b, struct line *l)
{
	const int64_t n[] = { l->expected, l->runs, l->errors, l->failures };

	buf_fmt(b, "{\"%s\":\"%s\",\"%s\":\"%s\",\"%s\":", columns[0],
	    mark(l->expected == l->runs), columns[1], mark(!l->failures),
	    columns[2]);
	js_put_text(b, l->type);
	for (int i = 0; i < 4; i++)
		buf_fmt(b, ",\"%s\":%lld", columns[3 + i], (long long)n[i]);
	js_put_member(b, columns[7], l->description);
	js_put_member(b, columns[8], buf_view(&l->logs));
	buf_str(b, "}\n");
}

static void
put_markdown(struct buf *b, struct line *l)
{
	buf_fmt(b, "|%s|%s|%.*s|%lld|%lld|%lld|%lld|%.*s|%s|\n",
	    mark(l->expected == l->runs), mark(!l->failures), (int)l->type.n,
	    l->type.p, (long long)l->expected, (long long)l->runs,
	    (long long)l->errors, (long long)l->failures, (int)l->description.n,
	    l->description.p ? l->description.p : "", buf_view(&l->logs).p);
}

static void
put_head(struct buf *b)
{
	buf_str(b, "### Rapport quotidien des CRONs\n");
	for (int i = 0; i < COLUMNS_N; i++)
		buf_fmt(b, "|%s", columns[i]);
	buf_byte(b, '\n');
	for (int i = 0; i < COLUMNS_N; i++)
		buf_str(b, "|:---");
	buf_byte(b, '\n');
}

/* Appends the crons whose runs are kept. Returns their number. */
static size_t
put_crons(struct buf *b, struct db *d, struct cron_file *f, bool markdown)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		struct cron_line *c = &f->v[i];
		struct line l = { .type = str_of(c->type),
			.description = str_of(c->description) };

		if (!c->expression || !suivi_is_kept(l.type))
			continue;
		l.expected = expected(c->expression);
		count_runs(d, &l);
		put_link(&l.logs, l.type);
		if (markdown)
			put_markdown(b, &l);
		else
			put_json(b, &l);
		buf_free(&l.logs);
		n++;
	}
	return n;
}

int
main(int argc, char **argv)
{
	const char *dir = NULL, *url = NULL;
	bool markdown = false;
	struct cron_file file;
	struct out out;
	struct db *d;
	size_t n;
	int c;

	opt_init(
	    argc, argv, "report on the crons of the last day", "CRONTAB", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'd')
			dir = opt_arg;
		else if (c == MARKDOWN)
			markdown = true;
		else
			url = opt_arg;
	opt_count(1, 1);
	cron_file_read(&file, opt_operands[0]);
	d = state_open(dir, &passemploi_schema, STATE_CHANGE);
	out_open(&out, NULL);
	if (markdown || url)
		put_head(&out.buf);
	n = put_crons(&out.buf, d, &file, markdown || url);
	if (url) {
		if (n)
			webhook_post(url, buf_view(&out.buf));
		out.buf.n = 0;
	}
	out_close(&out);
	db_close(d);
	cron_file_free(&file);
	return 0;
}
