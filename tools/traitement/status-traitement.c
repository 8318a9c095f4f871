/*
 * status-traitement: prints how traitements stand, stage by stage.
 */
#include <stdlib.h>

#include "base/err.h"
#include "base/opt.h"
#include "base/out.h"
#include "traitement/base/etat.h"
#include "traitement/stage/depart.h"

enum { ALL = 300, MAX_AGE };

static const struct opt opts[] = {
	{ ALL, "all", NULL, "every traitement, the oldest first" },
	{ OPT_NEEDED | 'd', "databases", "DIR", "where traitement.db is" },
	{ MAX_AGE, "max-age", "HOURS",
	    "fail if none has ended well for so long" },
	{ 0 },
};

static struct {
	const char *dir;
	bool all;
	long max_age; /* hours; -1: any */
	struct out out;
	int64_t printed;
} my = { .max_age = -1 };

static void
print(struct db *d, struct str id)
{
	if (!etat_put(&my.out.buf, d, id))
		die("no traitement '%s'", err_quote(id.p, id.n));
	buf_byte(&my.out.buf, '\n');
	out_record(&my.out);
	my.printed++;
}

static void
print_rows(struct db *d, const char *sql)
{
	sqlite3_stmt *s = db_prepare(d, sql);

	while (db_step(d, s))
		print(d, db_text(s, 0));
	sqlite3_finalize(s);
}

#define SQL_NEWEST                                                             \
	"SELECT id FROM traitement ORDER BY date_reference DESC, " RANK_OF(    \
	    "id") " DESC LIMIT 1"
#define SQL_ALL                                                                \
	"SELECT id FROM traitement ORDER BY date_reference, " RANK_OF("id")

/* Traitements of which the queue has no job left to run have failed. */
static void
settle(struct db *d)
{
	sqlite3_stmt *s = db_prepare(d,
	    "SELECT id FROM traitement WHERE statut IN ('EN_ATTENTE',"
	    " 'EN_COURS')");
	char **ids = NULL;
	size_t n = 0, cap = 0;

	while (db_step(d, s)) {
		ids = xroom(ids, n, &cap, sizeof(*ids));
		ids[n++] = xstrdup(db_text(s, 0).p);
	}
	sqlite3_finalize(s);
	for (size_t i = 0; i < n; i++) {
		depart_settle(my.dir, d, ids[i]);
		free(ids[i]);
	}
	free(ids);
}

/* 1 if the newest is ECHEC, or none has ended well within the time. */
static int
check_age(struct db *d)
{
	char since[DAY_TEXT_MAX];

	day_print_utc(day_now() - (msec)my.max_age * 3600000, since);
	if (db_number(d,
		"SELECT statut = 'ECHEC' FROM traitement ORDER BY"
		" date_reference DESC, " RANK_OF("id") " DESC LIMIT 1",
		NULL, NULL, 0)) {
		complain("the newest traitement has failed");
		return EXIT_FAILED;
	}
	if (!db_number(d,
		"SELECT EXISTS(SELECT 1 FROM traitement WHERE statut IN"
		" ('TERMINE', 'TERMINE_AVEC_ANOMALIES') AND fini_le >= ?1)",
		since, NULL, 0)) {
		complain("no traitement has ended well in the last %ld hours",
		    my.max_age);
		return EXIT_FAILED;
	}
	return 0;
}

int
main(int argc, char **argv)
{
	struct db *d;
	int c, rc = 0;

	opt_init(argc, argv, "print how the nightly processing stands", "[ID]",
	    opts);
	while ((c = opt_next()) >= 0)
		if (c == ALL)
			my.all = true;
		else if (c == 'd')
			my.dir = opt_arg;
		else
			my.max_age =
			    opt_number("--max-age", opt_arg, 0, 1000000);
	opt_count(0, 1);
	d = traitement_open(
	    my.dir, my.max_age >= 0 ? STATE_CHANGE : STATE_READ);
	if (my.max_age >= 0)
		settle(d);
	out_open(&my.out, NULL);
	if (opt_operands[0])
		print(d, str_of(opt_operands[0]));
	else
		print_rows(d, my.all ? SQL_ALL : SQL_NEWEST);
	if (my.max_age >= 0)
		rc = check_age(d);
	out_close(&my.out);
	db_close(d);
	note("%lld printed", (long long)my.printed);
	return rc;
}
