/* Records of formation put together from parts, which are read once as long as
 * there is room for them. */
#include "apprentissage/records/formation_doc.h"
#include "tap.h"

/* Parts 1 and 2 are organismes; 3, 4 and 5 certifications of 10 MiB, of which
 * the room holds two. Rows 1 to 3 have one of these each, and 4 to 6 again. */
static const char schema[] =
    "CREATE TABLE formation_part (id INTEGER PRIMARY KEY, doc TEXT);"
    "INSERT INTO formation_part VALUES (1, '{\"a\":1}'), (2, '{\"a\":2}'),"
    " (3, printf('%.*c', 10485760, 'x')), (4, printf('%.*c', 10485760, 'y')),"
    " (5, printf('%.*c', 10485760, 'z'));"
    "CREATE TABLE formation_row (cle TEXT, formateur_part INTEGER,"
    " responsable_part INTEGER, certification_part INTEGER, head TEXT,"
    " tail TEXT);"
    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n"
    " WHERE i < 5) INSERT INTO formation_row SELECT i, 1, 2, 3 + i % 3,"
    " '{\"formateur\":', ',\"i\":' || i || '}' FROM n;"
    "INSERT INTO formation_row (cle, head) VALUES ('whole', '{\"i\":6}');"
    "CREATE VIEW formation AS SELECT cle, coalesce(head || f.doc ||"
    " ',\"responsable\":' || o.doc || ',\"certification\":' || c.doc || tail,"
    " head) AS doc FROM formation_row AS r"
    " LEFT JOIN formation_part AS f ON f.id = r.formateur_part"
    " LEFT JOIN formation_part AS o ON o.id = r.responsable_part"
    " LEFT JOIN formation_part AS c ON c.id = r.certification_part";

static struct db *d;

/* Steps both through n rows. Are they equal? */
static bool
are_equal(sqlite3_stmt *rows, sqlite3_stmt *view, int n)
{
	while (n-- > 0)
		if (!db_step(d, rows) || !db_step(d, view) ||
		    !str_eq(db_text(rows, 0), db_text(view, 0)) ||
		    !str_eq(db_text(rows, 1), db_text(view, 1)))
			return false;
	return true;
}

int
main(void)
{
	struct formation_docs *docs;
	sqlite3_stmt *rows, *view;
	int same = 0;

	d = db_memory("test");
	db_exec(d, schema);
	rows = formation_rows(d, &docs);
	view = db_prepare(d, "SELECT * FROM formation");
	tap_ok(are_equal(rows, view, 7), "the records of the view");
	tap_ok(!db_step(d, rows), "and no more");
	db_exec(d, "UPDATE formation_part SET doc = 'other' WHERE id >= 3");
	sqlite3_reset(view);
	for (int i = 0; i < 3; i++)
		same += are_equal(rows, view, 1);
	tap_ok(
	    same == 1, "two large parts were kept, for the third is no room");
	sqlite3_finalize(rows);
	sqlite3_finalize(view);
	formation_docs_free(docs);
	formation_docs_free(NULL);
	db_close(d);
	return tap_done();
}
