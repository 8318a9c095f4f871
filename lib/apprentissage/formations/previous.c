#include "apprentissage/formations/previous.h"

#include <stdlib.h>

#include "apprentissage/records/published.h"
#include "base/err.h"
#include "store/table_parts.h"

#define ARCHIVE "archivé"

#define COLUMNS                                                                \
	"SELECT cle_ministere_educatif, statut, cfd, rncp, code_insee,"        \
	" formateur, responsable, created_at, updated_at, "

/* Where the columns after FORMATION_COLUMNS are. */
enum {
	CREATED = FORMATION_COLUMNS,
	UPDATED,
	DOC,
	PART = DOC,
	HEAD = PART + FORMATION_PARTS,
	TAIL,
	ROWID,
};

struct previous {
	struct db *d;
	const struct parts *kept;
	sqlite3_stmt *rows;
	sqlite3_stmt *text; /* of a part; NULL: a row is a document */
	unsigned char (*sum)[SHA256_BYTES]; /* of each part, by its id */
	int64_t sums;
	struct buf doc, head;
	struct formation was;
};

/* The index of the sums has ids and sums: no part is read. */
static void
read_sums(struct previous *p)
{
	sqlite3_stmt *s = db_prepare(p->d,
	    "SELECT sha256, id, (SELECT max(id) FROM formation_part)"
	    " FROM formation_part");

	while (db_step(p->d, s)) {
		int64_t id = sqlite3_column_int64(s, 1);

		if (!p->sum) {
			p->sums = sqlite3_column_int64(s, 2) + 1;
			p->sum = xcalloc((size_t)p->sums, SHA256_BYTES);
		}
		if (id < 0 || sqlite3_column_bytes(s, 0) != SHA256_BYTES)
			die("%s: formation_part: row %lld: no SHA-256",
			    p->d->path, (long long)id);
		memcpy(p->sum[id], sqlite3_column_blob(s, 0), SHA256_BYTES);
	}
	sqlite3_finalize(s);
}

struct previous *
previous_open(const char *path, const struct parts *kept)
{
	struct db *d = db_open(path);
	struct previous *p;

	if (!d)
		return NULL;
	p = xcalloc(1, sizeof(*p));
	p->d = d;
	p->kept = kept;
	if (!table_in_parts(d, "formation")) {
		p->rows =
		    db_prepare(d, COLUMNS "doc FROM formation ORDER BY rowid");
		return p;
	}
	read_sums(p);
	p->rows = db_prepare(d,
	    COLUMNS "formateur_part, responsable_part, certification_part,"
		    " head, tail, rowid FROM formation_row ORDER BY rowid");
	p->text = db_prepare(d, "SELECT doc FROM formation_part WHERE id = ?");
	return p;
}

/* Takes the part v, which follows between at from. Returns what follows v; NULL
 * if it is not there. */
static const char *
take_part(
    struct part *p, const struct js *v, const char *from, const char *between)
{
	size_t n = strlen(between);

	if (js_is_null(*v) || from + n != v->p || memcmp(from, between, n) != 0)
		return NULL;
	p->text.n = p->question.n = 0;
	p->id = 0;
	p->summed = false;
	buf_add(&p->text, v->p, v->n);
	part_sum(p);
	return v->p + v->n;
}

/* Takes a canonical document apart. One of another form stays whole. */
static void
split(struct formation *f, struct str text)
{
	struct js doc = js_doc(text);
	struct js formateur = js_get(doc, "formateur");
	struct js responsable = js_get(doc, "responsable");
	struct js certification = js_get(doc, "certification");
	const char *p;

	f->head = text;
	f->tail = STR_NULL;
	p = take_part(
	    &f->part[FORMATION_PART_FORMATEUR], &formateur, formateur.p, "");
	if (p)
		p = take_part(&f->part[FORMATION_PART_RESPONSABLE],
		    &responsable, p, FORMATION_BETWEEN_1);
	if (p)
		p = take_part(&f->part[FORMATION_PART_CERTIFICATION],
		    &certification, p, FORMATION_BETWEEN_2);
	if (!p)
		return;
	f->head.n = (size_t)(formateur.p - text.p);
	f->tail = (struct str){ p, (size_t)(text.p + text.n - p) };
}

/* Copies a document in its canonical form; unchanged if it is not valid. */
static void
read_doc(struct previous *p, struct str doc)
{
	struct err e;

	p->doc.n = 0;
	if (schema_copy(&formation_field, js_doc(doc), &p->doc, &e)) {
		p->was.head = doc;
		p->was.tail = STR_NULL;
		return;
	}
	split(&p->was, buf_view(&p->doc));
}

static _Noreturn void
die_missing(struct previous *p)
{
	die("%s: formation_row: row %lld: its parts are not there", p->d->path,
	    (long long)sqlite3_column_int64(p->rows, ROWID));
}

static void
read_row(struct previous *p)
{
	struct formation *f = &p->was;

	f->head = db_text(p->rows, HEAD);
	f->tail = db_text(p->rows, TAIL);
	for (int i = 0; f->tail.p && i < FORMATION_PARTS; i++) {
		int64_t id = sqlite3_column_int64(p->rows, PART + i);

		if (id < 0 || id >= p->sums)
			die_missing(p);
		f->part[i].text.n = 0;
		f->part[i].id = 0;
		f->part[i].summed = true;
		memcpy(f->part[i].sum, p->sum[id], SHA256_BYTES);
	}
}

struct formation *
previous_next(struct previous *p, struct str *created, struct str *updated)
{
	if (!db_step(p->d, p->rows))
		return NULL;
	for (int i = 0; i < FORMATION_COLUMNS; i++)
		p->was.column[i] = db_text(p->rows, i);
	*created = db_text(p->rows, CREATED);
	*updated = db_text(p->rows, UPDATED);
	if (p->text)
		read_row(p);
	else
		read_doc(p, db_text(p->rows, DOC));
	return &p->was;
}

bool
previous_differs(struct previous *p, struct formation *made)
{
	const struct formation *was = &p->was;

	if (!str_eq(made->head, was->head) || !str_eq(made->tail, was->tail))
		return true;
	for (int i = 0; i < FORMATION_PARTS; i++)
		if (!parts_same(p->kept, &made->part[i], &was->part[i]))
			return true;
	return false;
}

/* A head that parts follow is made a document, for as long as it is read. */
#define REST "null}"

static void
archive_head(struct previous *p)
{
	struct str head = p->was.head;
	struct buf whole = { 0 };
	struct js statut;
	size_t at;

	buf_add(&whole, head.p, head.n);
	if (p->was.tail.p)
		buf_str(&whole, REST);
	statut = js_get(js_doc(buf_view(&whole)), "statut");
	if (statut.type == JS_ABSENT)
		die("%s: a record without statut", p->d->path);
	at = (size_t)(statut.p - whole.p);
	p->head.n = 0;
	buf_add(&p->head, head.p, at);
	buf_str(&p->head, "{\"catalogue\":\"" ARCHIVE "\"}");
	buf_add(&p->head, head.p + at + statut.n, head.n - at - statut.n);
	p->was.head = buf_view(&p->head);
	buf_free(&whole);
}

/* Reads the texts of the parts that are not kept. */
static void
read_parts(struct previous *p)
{
	for (int i = 0; i < FORMATION_PARTS; i++) {
		struct part *part = &p->was.part[i];
		struct str doc;

		part->id = parts_find(p->kept, part->sum);
		if (part->id)
			continue;
		db_bind_int(
		    p->d, p->text, 1, sqlite3_column_int64(p->rows, PART + i));
		if (!db_step(p->d, p->text))
			die_missing(p);
		doc = db_text(p->text, 0);
		part->text.n = 0;
		buf_add(&part->text, doc.p, doc.n);
		sqlite3_reset(p->text);
	}
}

void
previous_archive(struct previous *p)
{
	archive_head(p);
	if (p->text && p->was.tail.p)
		read_parts(p);
	p->was.column[FORMATION_STATUT] = STR(ARCHIVE);
}

void
previous_close(struct previous *p)
{
	if (!p)
		return;
	sqlite3_finalize(p->rows);
	sqlite3_finalize(p->text);
	db_close(p->d);
	free(p->sum);
	buf_free(&p->doc);
	buf_free(&p->head);
	formation_free(&p->was);
	free(p);
}
