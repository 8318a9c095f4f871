#include "offres/migration/lba_row.h"

static void
keep_mark(struct lba *l, enum jobs_partners_column c, struct str row,
    struct str since)
{
	struct str job =
	    l->cell[c].type == CELL_TEXT ? l->cell[c].text : STR_NULL;
	struct str later = str_cmp(row, job) > 0 ? row : job;

	/* a mark kept here would silence the reminder after a prolongation */
	if (later.p && since.p && str_cmp(later, since) < 0)
		later.p = NULL;
	cell_text(&l->cell[c], later);
}

static struct str
mark_of(sqlite3_stmt *row, int column)
{
	return row ? db_text(row, column) : STR_NULL;
}

void
lba_keep_marks(struct lba *l, sqlite3_stmt *row)
{
	static const enum jobs_partners_column reminders[] = {
		JP_RELANCE_MAIL_EXPIRATION_J7, JP_RELANCE_MAIL_EXPIRATION_J1
	};
	struct str since = db_text(l->job, JOB_JOB_LAST_PROLONGATION_DATE);

	if (l->copy_marks)
		return;
	for (int i = 0; i < 2; i++)
		keep_mark(
		    l, reminders[i], mark_of(row, (int)reminders[i]), since);
	keep_mark(l, JP_MER_SENT, mark_of(row, JP_MER_SENT), STR_NULL);
}
