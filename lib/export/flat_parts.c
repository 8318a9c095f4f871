/*
 * flat_parts.c: the documents of a formation.db that is kept in parts.
 *
 * Of a part only what the columns need is read, once, and kept in memory: a few
 * hundred bytes each, whereas a certification has 9 KB.
 */
#include <stdlib.h>

#include "apprentissage/records/formation_parts.h"
#include "base/err.h"
#include "export/flat_source.h"
#include "store/table_parts.h"

static const struct {
	const char *before, *member, *column;
} parts[FORMATION_PARTS] = {
	{ "", "formateur", "formateur_part" },
	{ FORMATION_BETWEEN_1, "responsable", "responsable_part" },
	{ FORMATION_BETWEEN_2, "certification", "certification_part" },
};

/* Where a part is in texts: id i of member m at [i * FORMATION_PARTS + m]. */
struct kept {
	size_t at, n; /* n 0: not read yet */
};

struct flat_parts {
	sqlite3_stmt *part;
	struct kept *kept;
	int64_t ids;
	struct buf texts, doc;
};

bool
flat_parts_begin(struct flat_source *in, const char *table)
{
	struct flat_parts *p;
	sqlite3_stmt *s;

	if (strcmp(table, "formation") != 0 || !table_in_parts(in->d, table))
		return false;
	in->parts = p = xcalloc(1, sizeof(*p));
	p->part =
	    db_prepare(in->d, "SELECT doc FROM formation_part WHERE id = ?");
	s = db_prepare(in->d, "SELECT ifnull(max(id), 0) FROM formation_part");
	db_step(in->d, s);
	p->ids = sqlite3_column_int64(s, 0) + 1;
	sqlite3_finalize(s);
	p->kept = xcalloc((size_t)p->ids * FORMATION_PARTS, sizeof(*p->kept));
	in->rows = db_prepare_fmt(in->d,
	    "SELECT head%s,tail,%s,%s,%s FROM formation_row ORDER BY rowid",
	    in->besides ? buf_view(&in->beside).p : "", parts[0].column,
	    parts[1].column, parts[2].column);
	return true;
}

static void
read_part(struct flat_source *in, int member, int64_t id, struct kept *k)
{
	struct flat_parts *p = in->parts;

	db_bind_int(in->d, p->part, 1, id);
	if (!db_step(in->d, p->part))
		die("%s: formation_part: %lld is missing", in->d->path,
		    (long long)id);
	k->at = p->texts.n;
	picks_keep(&in->record, parts[member].member,
	    js_doc(db_text(p->part, 0)), &p->texts);
	k->n = p->texts.n - k->at;
	sqlite3_reset(p->part);
}

struct str
flat_parts_doc(struct flat_source *in)
{
	struct flat_parts *p = in->parts;
	int tail = (int)in->besides + 1;
	struct str text = db_text(in->rows, 0);

	if (sqlite3_column_type(in->rows, tail) == SQLITE_NULL)
		return text; /* the head is the whole document */
	p->doc.n = 0;
	buf_add(&p->doc, text.p, text.n);
	for (int m = 0; m < FORMATION_PARTS; m++) {
		int64_t id = sqlite3_column_int64(in->rows, tail + 1 + m);
		struct kept *k;

		if (id < 0 || id >= p->ids)
			die("%s: formation_part: %lld is missing", in->d->path,
			    (long long)id);
		k = &p->kept[id * FORMATION_PARTS + m];
		if (!k->n)
			read_part(in, m, id, k);
		buf_str(&p->doc, parts[m].before);
		buf_add(&p->doc, p->texts.p + k->at, k->n);
	}
	text = db_text(in->rows, tail);
	buf_add(&p->doc, text.p, text.n);
	return buf_view(&p->doc);
}

void
flat_parts_free(struct flat_parts *p)
{
	if (!p)
		return;
	sqlite3_finalize(p->part);
	free(p->kept);
	buf_free(&p->texts);
	buf_free(&p->doc);
	free(p);
}
