/*
 * publish-fiches: publishes fiches métiers, which --all of update-fiches then
 * keeps up to date.
 */
#include <stdlib.h>

#include "base/err.h"
#include "base/hash.h"
#include "base/opt.h"
#include "fiches/base/fiches_db.h"
#include "suite/ops.h"

enum { OPT_ALL = 256, OPT_TAG };

static const struct opt opts[] = {
	{ OPT_ALL, "all", NULL, "publish every fiche" },
	{ 'd' | OPT_NEEDED, "databases", "DIR", "where fiches.db is" },
	OPS_DRY_RUN,
	{ OPT_TAG, "tag", "TAG", "publish the fiches that bear TAG" },
	FICHE_ZONE_OPTION,
	{ 0 },
};

static struct {
	const char *dir, *tag;
	bool all, dry;
	struct fiche_zone zone;
	struct db *d;
	struct ops ops;
	char time[FICHE_TIME_MAX];
	int64_t published, unchanged, unknown;
} my;

static bool
bears(const struct fiche *f, const char *tag)
{
	struct js tags = f->col[FICHE_TAGS], item;

	if (tags.type != JS_ARRAY)
		return false;
	for (struct js_walk w = js_walk(tags); js_item(&w, &item);)
		if (js_is(item, tag))
			return true;
	return false;
}

static void
audit(struct str code, struct str name)
{
	char *text = xasprintf("Publication de la fiche %.*s (%.*s)",
	    (int)name.n, name.p ? name.p : "", (int)code.n, code.p);

	fiches_audit(my.d, my.time,
	    &(struct audit){ "publication", "publish-fiches", code,
		str_of(text), { NULL, 0 }, { NULL, 0 } });
	free(text);
}

static void
print(struct str code, int64_t version)
{
	struct buf id = { 0 }, set = { 0 };

	js_put_text(&id, code);
	buf_fmt(&set, "{\"statut\":\"publiee\",\"version\":%lld,\"date_maj\":",
	    (long long)version);
	js_put_text(&set, str_of(my.time));
	buf_byte(&set, '}');
	ops_line(
	    &my.ops, "update", "fiches_metiers", buf_view(&id), buf_view(&set));
	buf_free(&id);
	buf_free(&set);
}

static void
publish(const struct fiche *f)
{
	struct js v = f->col[FICHE_VERSION];
	int64_t version = v.type == JS_NUMBER ? (int64_t)js_number(v) + 1 : 1;
	struct buf code = { 0 }, name = { 0 };
	struct str c = fiche_get_text(f, FICHE_CODE_ROME, &code);
	sqlite3_stmt *s;

	if (js_is(f->col[FICHE_STATUT], "publiee")) {
		my.unchanged++;
		buf_free(&code);
		return;
	}
	s = db_prepare(my.d,
	    "UPDATE fiches_metiers SET statut = 'publiee', version = ?,"
	    " date_maj = ? WHERE code_rome = ?");
	db_bind_int(my.d, s, 1, version);
	db_bind_text(my.d, s, 2, str_of(my.time));
	db_bind_text(my.d, s, 3, c);
	db_step(my.d, s);
	sqlite3_finalize(s);
	audit(c, fiche_get_text(f, FICHE_NOM_MASCULIN, &name));
	print(c, version);
	my.published++;
	buf_free(&code);
	buf_free(&name);
}

/* What was asked for: every fiche, those of a tag, or those of the codes, each
 * of which is marked as found. */
static bool
is_asked(const struct fiche *f, const struct hash *codes, bool *found)
{
	struct buf scratch = { 0 };
	uint32_t i;

	if (my.all)
		return true;
	if (my.tag)
		return bears(f, my.tag);
	i = hash_find(codes, fiche_get_text(f, FICHE_CODE_ROME, &scratch));
	buf_free(&scratch);
	if (i == HASH_NONE)
		return false;
	return found[i] = true;
}

/* The fiches that were asked for are found first, then changed: a table is not
 * read while it is written. */
static void
publish_all(const struct hash *codes, bool *found)
{
	sqlite3_stmt *s = fiches_select(my.d, "ORDER BY code_rome");
	struct buf *row = NULL;
	size_t n = 0, cap = 0;
	struct fiche f = { 0 };

	while (db_step(my.d, s)) {
		struct buf text = { 0 };

		fiches_row(&f, s, &text);
		if (!is_asked(&f, codes, found)) {
			buf_free(&text);
			continue;
		}
		row = xroom(row, n, &cap, sizeof(*row));
		row[n++] = text;
	}
	sqlite3_finalize(s);
	for (size_t i = 0; i < n; i++) {
		fiche_borrow(&f, js_of(buf_view(&row[i])));
		publish(&f);
		buf_free(&row[i]);
	}
	free(row);
	fiche_free(&f);
}

static void
tell_unknown(const struct hash *codes, const bool *found)
{
	for (uint32_t i = 0; i < codes->n; i++) {
		struct str code = hash_text(codes, i);

		if (found[i])
			continue;
		complain("Fiche %s non trouvée", err_quote(code.p, code.n));
		my.unknown++;
	}
}

static void
run(char **operands)
{
	struct hash codes = { 0 };
	bool *found;

	for (; *operands; operands++)
		hash_put(&codes, str_of(*operands));
	found = xcalloc(codes.n + 1, sizeof(*found));
	fiche_time(my.zone, day_now(), my.time);
	my.d = fiches_open(my.dir, STATE_CHANGE, my.dry);
	ops_open(&my.ops, my.dry);
	state_begin(my.d);
	publish_all(&codes, found);
	tell_unknown(&codes, found);
	ops_counts(&my.ops, { "published", my.published },
	    { "unchanged", my.unchanged }, { "unknown", my.unknown });
	ops_flush(&my.ops);
	state_commit(my.d);
	ops_close(&my.ops);
	db_close(my.d);
	hash_free(&codes);
	free(found);
}

static void
parse_option(int c)
{
	switch (c) {
	case OPT_ALL:
		my.all = true;
		break;
	case 'd':
		my.dir = opt_arg;
		break;
	case 'n':
		my.dry = true;
		break;
	case OPT_TAG:
		my.tag = opt_arg;
		break;
	case 'z':
		fiche_zone_option(&my.zone, opt_arg);
		break;
	}
}

int
main(int argc, char **argv)
{
	int c;

	opt_init(argc, argv, "publish fiches métiers",
	    "(--all | --tag TAG | CODE...)", opts);
	while ((c = opt_next()) >= 0)
		parse_option(c);
	if (my.all + (my.tag != NULL) + (*opt_operands != NULL) != 1)
		opt_wrong("one of --all, --tag TAG and CODE... is needed");
	run(opt_operands);
	return my.unknown ? EXIT_FAILED : 0;
}
