/*
 * score-fiches: tells how complete fiches métiers are.
 */
#include <stdlib.h>

#include "base/err.h"
#include "base/opt.h"
#include "base/out.h"
#include "fiches/base/fiches_db.h"
#include "fiches/fiche/score.h"

enum { OPT_STATUT = 256 };

static const struct opt opts[] = {
	{ 'd' | OPT_NEEDED, "databases", "DIR", "where fiches.db is" },
	{ OPT_STATUT, "statut", "S", "only fiches of this statut" },
	{ 0 },
};

static struct {
	const char *dir, *statut;
	struct db *d;
	struct out out;
	int64_t rows;
} my;

static void
print(struct fiche *f)
{
	static const enum fiche_column shown[] = { FICHE_CODE_ROME,
		FICHE_NOM_MASCULIN, FICHE_STATUT };
	struct buf *b = &my.out.buf;

	buf_byte(b, '{');
	for (size_t i = 0; i < sizeof(shown) / sizeof(*shown); i++) {
		js_put_key(b, fiche_fields[shown[i]].name);
		fiche_put_value(b, f, shown[i]);
	}
	buf_fmt(b, ",\"score\":%d}\n", fiche_score(f));
	out_record(&my.out);
	my.rows++;
}

/* Marks f as found, and tells whether it is one of codes; all are if there are
 * none. */
static bool
is_asked(const struct fiche *f, char **codes, bool *found)
{
	struct buf scratch = { 0 };
	struct str code = fiche_get_text(f, FICHE_CODE_ROME, &scratch);
	bool asked = !*codes;

	for (size_t i = 0; codes[i]; i++)
		if (str_is(code, codes[i]))
			asked = found[i] = true;
	buf_free(&scratch);
	return asked;
}

/* 0, or EXIT_FAILED if a code is unknown. */
static int
score_all(char **codes, size_t n)
{
	sqlite3_stmt *s = fiches_select(my.d, "ORDER BY code_rome");
	bool *found = xcalloc(n + 1, sizeof(*found));
	struct fiche f = { 0 };
	struct buf row = { 0 };
	int rc = 0;

	while (db_step(my.d, s)) {
		fiches_row(&f, s, &row);
		if (is_asked(&f, codes, found) &&
		    (!my.statut || js_is(f.col[FICHE_STATUT], my.statut)))
			print(&f);
	}
	sqlite3_finalize(s);
	for (size_t i = 0; i < n; i++)
		if (!found[i]) {
			complain("Fiche %s non trouvée",
			    err_quote(codes[i], strlen(codes[i])));
			rc = EXIT_FAILED;
		}
	free(found);
	fiche_free(&f);
	buf_free(&row);
	return rc;
}

int
main(int argc, char **argv)
{
	int c, n, rc;

	opt_init(argc, argv, "tell how complete fiches métiers are",
	    "[CODE...]", opts);
	while ((c = opt_next()) >= 0)
		if (c == 'd')
			my.dir = opt_arg;
		else
			my.statut = opt_arg;
	n = opt_count(0, 1000000);
	my.d = fiches_open(my.dir, STATE_READ, false);
	out_open(&my.out, NULL);
	rc = score_all(opt_operands, (size_t)n);
	out_close(&my.out);
	note("%lld fiches", (long long)my.rows);
	db_close(my.d);
	return rc;
}
