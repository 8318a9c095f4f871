#include "mail/mail_ledger.h"
#include "base/day.h"
#include "base/text.h"

const struct table table_email_events = {
	.name = "email_events",
	.flags = TABLE_STATE,
	.index = "CREATE UNIQUE INDEX IF NOT EXISTS email_events_id ON "
		 "email_events(_id)",
	.col = COLUMNS({ "_id", C_TEXT, NULL }, { "email", C_TEXT, NULL },
	    { "template", C_JSON, NULL }, { "created_at", C_TEXT, NULL },
	    { "updated_at", C_TEXT, NULL }, { "opened_at", C_TEXT, NULL },
	    { "delivered_at", C_TEXT, NULL }, { "messageId", C_TEXT, NULL },
	    { "errors", C_JSON, NULL }),
};

/* Every statement takes what it needs of these; the rows of a message are those
 * whose identifier goes on with a point and a number. */
enum { ID, TO, TEMPLATE, NOW, TEXT, ARGS };

#define ROWS "_id >= ?1 || '.' AND _id < ?1 || '/'"
#define OPEN_ROWS ROWS " AND messageId IS NULL AND errors = '[]'"

static const char was_accepted[] =
    "SELECT 1 FROM email_events WHERE " ROWS " AND messageId IS NOT NULL";
static const char was_cut[] = "SELECT 1 FROM email_events WHERE " OPEN_ROWS;
static const char add[] =
    "INSERT INTO email_events SELECT ?1 || '.' || (count(*) + 1), ?2, ?3,"
    " ?4, ?4, NULL, NULL, NULL, '[]' FROM email_events WHERE " ROWS;
static const char accept[] =
    "UPDATE email_events SET messageId = ?5, updated_at = ?4"
    " WHERE " OPEN_ROWS;
static const char fail[] =
    "UPDATE email_events SET errors = json_array(json_object("
    "'type', 'fatal', 'message', ?5)), updated_at = ?4 WHERE " OPEN_ROWS;

/* Executes sql; true if it returns a row. */
static bool
run(struct db *d, const char *sql, const struct mail_note *n, struct str text)
{
	char now[DAY_TEXT_MAX];
	struct str arg[ARGS] = { n->id, n->to, n->template, { now, 0 }, text };
	sqlite3_stmt *s = db_prepare(d, sql);
	int count = sqlite3_bind_parameter_count(s);
	bool found;

	arg[NOW].n = day_print_utc(day_now(), now);
	for (int i = 0; i < count; i++)
		db_bind_text(d, s, i + 1, arg[i]);
	found = db_step(d, s);
	sqlite3_finalize(s);
	return found;
}

enum event_state
mail_ledger_look(struct db *d, const struct mail_note *n)
{
	if (!db_has_table(d, table_email_events.name))
		return EVENT_NEW;
	if (run(d, was_accepted, n, STR("")))
		return EVENT_KNOWN;
	return run(d, was_cut, n, STR("")) ? EVENT_CUT : EVENT_NEW;
}

void
mail_ledger_begin(struct db *d, const struct mail_note *n)
{
	run(d, fail, n,
	    STR("the run was cut short: whether it was sent is unknown"));
	run(d, add, n, STR(""));
}

void
mail_ledger_accepted(
    struct db *d, const struct mail_note *n, const char *message_id)
{
	run(d, accept, n, str_of(message_id));
}

void
mail_ledger_failed(struct db *d, const struct mail_note *n, const char *why)
{
	struct buf text = { 0 };

	utf8_put_repaired(&text, why, strlen(why));
	run(d, fail, n, buf_view(&text));
	buf_free(&text);
}
