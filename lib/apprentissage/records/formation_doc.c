#include "apprentissage/records/formation_doc.h"

#include <stdlib.h>

#include "apprentissage/records/formation_parts.h"
#include "base/err.h"

/* Organismes are small and many, certifications large and few. Each kind has
 * its own room: the certifications alone would fill it, and save fewer reads.
 */
#define SMALL 2048
#define ROOM ((size_t)24 << 20)

struct part {
	char *doc; /* NULL: not kept */
	size_t n;
};

struct formation_docs {
	struct db *d;
	sqlite3_stmt *part;
	struct part *kept; /* by id */
	int64_t ids;
	size_t room[2]; /* left for large and for small parts */
	struct buf doc;
};

static void
keep(struct formation_docs *p, int64_t id, struct str doc)
{
	size_t *room = &p->room[doc.n <= SMALL];

	if (doc.n > *room)
		return;
	*room -= doc.n;
	p->kept[id] = (struct part){ xstrndup(doc.p, doc.n), doc.n };
}

static void
put_part(struct formation_docs *p, int64_t id)
{
	struct str doc;

	if (id > 0 && id < p->ids && p->kept[id].doc) {
		buf_add(&p->doc, p->kept[id].doc, p->kept[id].n);
		return;
	}
	db_bind_int(p->d, p->part, 1, id);
	if (!db_step(p->d, p->part))
		die("%s: formation_part: %lld is missing", p->d->path,
		    (long long)id);
	doc = db_text(p->part, 0);
	buf_add(&p->doc, doc.p, doc.n);
	keep(p, id, doc);
	sqlite3_reset(p->part);
}

/* formation_doc(head, formateur_part, responsable_part, certification_part,
 * tail). Without a tail the head is the whole document. The text lies in a
 * buffer that the next row overwrites: it must be read before. */
static void
formation_doc(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
	static const char *const before[FORMATION_PARTS] = { "",
		FORMATION_BETWEEN_1, FORMATION_BETWEEN_2 };
	struct formation_docs *p = sqlite3_user_data(ctx);
	struct str head = db_value_text(argv[0]),
		   tail = db_value_text(argv[argc - 1]);

	if (!tail.p) {
		sqlite3_result_value(ctx, argv[0]);
		return;
	}
	p->doc.n = 0;
	buf_add(&p->doc, head.p, head.n);
	for (int m = 0; m < FORMATION_PARTS; m++) {
		buf_str(&p->doc, before[m]);
		put_part(p, sqlite3_value_int64(argv[1 + m]));
	}
	buf_add(&p->doc, tail.p, tail.n);
	sqlite3_result_text64(
	    ctx, p->doc.p, p->doc.n, SQLITE_STATIC, SQLITE_UTF8);
}

/* The columns of the view, but for doc, are those of formation_row. */
static const char columns[] =
    "SELECT group_concat(iif(name = 'doc', 'formation_doc(head, formateur_part,"
    " responsable_part, certification_part, tail) AS doc', name))"
    " FROM pragma_table_info('formation')";

sqlite3_stmt *
formation_rows(struct db *d, struct formation_docs **docs)
{
	struct formation_docs *p = *docs = xcalloc(1, sizeof(*p));
	sqlite3_stmt *s, *rows;

	p->d = d;
	p->room[0] = p->room[1] = ROOM;
	p->part = db_prepare(d, "SELECT doc FROM formation_part WHERE id = ?");
	if (sqlite3_create_function(d->h, "formation_doc", 5, SQLITE_UTF8, p,
		formation_doc, NULL, NULL))
		db_die(d, "cannot read");
	s = db_prepare(d, "SELECT ifnull(max(id), 0) FROM formation_part");
	db_step(d, s);
	p->ids = sqlite3_column_int64(s, 0) + 1;
	sqlite3_finalize(s);
	p->kept = xcalloc((size_t)p->ids, sizeof(*p->kept));
	s = db_prepare(d, columns);
	db_step(d, s);
	rows = db_prepare_fmt(
	    d, "SELECT %s FROM formation_row ORDER BY rowid", db_text(s, 0).p);
	sqlite3_finalize(s);
	return rows;
}

void
formation_docs_free(struct formation_docs *p)
{
	if (!p)
		return;
	sqlite3_finalize(p->part);
	for (int64_t id = 0; id < p->ids; id++)
		free(p->kept[id].doc);
	free(p->kept);
	buf_free(&p->doc);
	free(p);
}
