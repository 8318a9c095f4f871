#include "apprentissage/formations/formation_store.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/table_thread.h"

static const struct table table_part = {
	.name = "formation_part",
	.flags = TABLE_DOC,
	.index = "CREATE UNIQUE INDEX formation_part_sha256 ON"
		 " formation_part(sha256)",
	.col = COLUMNS({ "id", C_ID, NULL }, { "sha256", C_BYTES, NULL }),
};

/* The long columns come last: what comes before them is read without them. */
static const struct table table_row = {
	.name = "formation_row",
	.index = "CREATE UNIQUE INDEX formation_cle ON"
		 " formation_row(cle_ministere_educatif);"
		 "CREATE INDEX formation_certification ON"
		 " formation_row(cfd, rncp)",
	.col = COLUMNS({ "cle_ministere_educatif", C_TEXT, NULL },
	    { "statut", C_TEXT, NULL }, { "cfd", C_TEXT, NULL },
	    { "rncp", C_TEXT, NULL }, { "code_insee", C_TEXT, NULL },
	    { "formateur", C_TEXT, NULL }, { "responsable", C_TEXT, NULL },
	    { "created_at", C_TEXT, NULL }, { "updated_at", C_TEXT, NULL },
	    { "formateur_part", C_INT, NULL },
	    { "responsable_part", C_INT, NULL },
	    { "certification_part", C_INT, NULL }, { "head", C_TEXT, NULL },
	    { "tail", C_TEXT, NULL }),
};

/* Where the columns after FORMATION_COLUMNS are. */
enum {
	ROW_CREATED = FORMATION_COLUMNS,
	ROW_UPDATED,
	ROW_PART,
	ROW_HEAD = ROW_PART + FORMATION_PARTS,
	ROW_TAIL,
	ROW_COLUMNS,
};

/* A record that is not canonical has no parts: head is all of it. Each part is
 * a subquery, not a join, so that a query without doc reads no part. */
#define COLUMN_NAMES                                                           \
	"cle_ministere_educatif, statut, cfd, rncp, code_insee, formateur,"    \
	" responsable"
#define PART "(SELECT doc FROM formation_part WHERE id = "
static const char views[] =
    "CREATE VIEW formation_rowid AS SELECT rowid, " COLUMN_NAMES ","
    " coalesce(head || " PART "formateur_part) || '" FORMATION_BETWEEN_1 "' ||"
    " " PART "responsable_part) || '" FORMATION_BETWEEN_2 "' ||"
    " " PART "certification_part) || tail, head) AS doc,"
    " created_at, updated_at FROM formation_row;"
    "CREATE VIEW formation AS SELECT " COLUMN_NAMES ", doc, created_at,"
    " updated_at FROM formation_rowid";

struct formation_store {
	struct table_writer parts, rows;
	struct table_thread *thread;
	struct parts *kept;
};

struct formation_store *
formation_store_begin(struct db *d, struct parts *kept)
{
	struct formation_store *s = xcalloc(1, sizeof(*s));

	table_begin(&s->parts, d, &table_part);
	table_begin(&s->rows, d, &table_row);
	db_exec(d, views);
	s->kept = kept;
	s->thread = table_thread();
	return s;
}

#define ID_MAX sizeof("4294967295")

static struct str
put_id(char text[ID_MAX], uint32_t id)
{
	return (struct str){ text, (size_t)snprintf(text, ID_MAX, "%u", id) };
}

static void
keep(struct formation_store *s, struct part *p)
{
	char id[ID_MAX];
	struct str column[2];

	if (!parts_keep(s->kept, p))
		return;
	column[0] = put_id(id, p->id);
	column[1] = (struct str){ (const char *)p->sum, SHA256_BYTES };
	table_thread_add(s->thread, &s->parts, column, buf_view(&p->text),
	    STR_NULL, STR_NULL);
}

void
formation_store_add(struct formation_store *s, struct formation *f,
    struct str created, struct str updated)
{
	struct str column[ROW_COLUMNS] = {
		[ROW_CREATED] = created,
		[ROW_UPDATED] = updated,
		[ROW_HEAD] = f->head,
		[ROW_TAIL] = f->tail,
	};
	char id[FORMATION_PARTS][ID_MAX];

	for (int i = 0; i < FORMATION_COLUMNS; i++)
		column[i] = f->column[i];
	for (int i = 0; f->tail.p && i < FORMATION_PARTS; i++) {
		keep(s, &f->part[i]);
		column[ROW_PART + i] = put_id(id[i], f->part[i].id);
	}
	table_thread_add(
	    s->thread, &s->rows, column, STR_NULL, STR_NULL, STR_NULL);
}

void
formation_store_end(struct formation_store *s)
{
	table_thread_end(s->thread);
}

void
formation_store_index(struct formation_store *s)
{
	table_end(&s->parts);
	table_end(&s->rows);
	free(s);
}
