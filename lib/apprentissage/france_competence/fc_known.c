#include <dirent.h>
#include <stdlib.h>

#include "apprentissage/france_competence/fc_archive.h"
#include "apprentissage/france_competence/fc_known.h"
#include "base/err.h"

struct fc_fiche *
fc_known_fiche(struct fc_known *e, struct str numero, uint32_t *i)
{
	uint32_t n = e->numero.n;

	*i = e->last;
	if (n && str_eq(numero, hash_text(&e->numero, e->last)))
		return &e->fiche.v[*i];
	e->last = *i = hash_put(&e->numero, numero);
	if (*i == n) {
		e->fiche.v =
		    xroom(e->fiche.v, n, &e->fiche.cap, sizeof(*e->fiche.v));
		fc_fiche_init(&e->fiche.v[n]);
	}
	return &e->fiche.v[*i];
}

static msec
read_date(struct fc_known *e, sqlite3_stmt *s, int column)
{
	struct str text = db_text(s, column);
	msec t = day_parse(text);

	if (t == DAY_BAD)
		die("%s: %s: '%s' is not a date", e->path,
		    sqlite3_column_name(s, column), err_quote(text.p, text.n));
	return t;
}

static void
add_archive(struct fc_known *e, struct str nom, msec date, bool done)
{
	e->archive.v = xroom(
	    e->archive.v, e->archive.n, &e->archive.cap, sizeof(*e->archive.v));
	e->archive.v[e->archive.n++] =
	    (struct fc_archive){ xstrndup(nom.p, nom.n), date, done };
}

static void
read_archives(struct fc_known *e)
{
	sqlite3_stmt *s =
	    db_prepare(e->old, "SELECT nom, date_publication FROM archive");

	while (db_step(e->old, s))
		add_archive(e, db_text(s, 0), read_date(e, s, 1), true);
	sqlite3_finalize(s);
}

/* A file made by load-table has no date_active; the date of the last archive
 * with the fiche is used instead. */
static void
read_fiche(struct fc_known *e, sqlite3_stmt *s)
{
	uint32_t i;
	struct fc_fiche *f = fc_known_fiche(e, db_text(s, 0), &i);

	if (i != e->n_old++)
		die("%s: numero_fiche: '%s' occurs twice", e->path,
		    db_text(s, 0).p);
	f->premiere_publication = read_date(e, s, 2);
	f->derniere_publication = read_date(e, s, 3);
	f->premiere_activation = read_date(e, s, 4);
	f->derniere_activation = read_date(e, s, 5);
	f->date_active = read_date(e, s, 6);
	if (sqlite3_column_type(s, 1) == SQLITE_NULL)
		return;
	f->active = sqlite3_column_int(s, 1) != 0;
	if (f->date_active == DAY_NULL)
		f->date_active = f->derniere_publication;
}

static void
read_fiches(struct fc_known *e)
{
	sqlite3_stmt *s = db_prepare(e->old,
	    "SELECT numero_fiche, active, date_premiere_publication,"
	    " date_derniere_publication, date_premiere_activation,"
	    " date_derniere_activation, date_active"
	    " FROM france_competence ORDER BY rowid");

	while (db_step(e->old, s))
		read_fiche(e, s);
	sqlite3_finalize(s);
}

static bool
known(const struct fc_known *e, const char *nom)
{
	for (size_t i = 0; i < e->archive.n; i++)
		if (!strcmp(e->archive.v[i].nom, nom))
			return true;
	return false;
}

/* Adds the new archives. NAME.tmp is a download that was not finished. */
static void
list_archives(struct fc_known *e, const char *rawdir)
{
	DIR *d = opendir(rawdir);
	struct dirent *f;

	if (!d)
		die("%s:", rawdir);
	while ((f = readdir(d))) {
		struct str nom = str_of(f->d_name);
		msec date = fc_archive_date(nom.p);

		if (date == DAY_NULL || known(e, nom.p) ||
		    !strcmp(nom.p + nom.n - 4, ".tmp"))
			continue;
		if (date == DAY_BAD)
			die("%s/%s: no such day", rawdir, nom.p);
		add_archive(e, nom, date, false);
	}
	closedir(d);
	if (!e->archive.n)
		die("%s: no archive export-fiches-csv-YYYY-MM-DD.zip", rawdir);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct fc_archive *)a)->nom,
	    ((const struct fc_archive *)b)->nom);
}

void
fc_known_open(struct fc_known *e, const char *path, const char *rawdir)
{
	*e = (struct fc_known){ .path = path, .old = db_open(path) };
	if (e->old && db_has_table(e->old, "archive"))
		read_archives(e);
	if (e->old && db_has_table(e->old, "france_competence"))
		read_fiches(e);
	list_archives(e, rawdir);
	qsort(e->archive.v, e->archive.n, sizeof(*e->archive.v), by_name);
}

void
fc_known_close(struct fc_known *e)
{
	for (size_t i = 0; i < e->archive.n; i++)
		free(e->archive.v[i].nom);
	free(e->archive.v);
	free(e->fiche.v);
	hash_free(&e->numero);
	db_close(e->old);
}

bool
fc_known_date(const struct fc_known *e, msec date)
{
	for (size_t i = 0; i < e->archive.n; i++)
		if (!e->archive.v[i].done && e->archive.v[i].date == date)
			return true;
	return false;
}
