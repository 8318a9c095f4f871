#include "apprentissage/comptes/email_event.h"

/* Every statement takes what it needs of these. */
enum { TO, KEY, TYPE, ARGS };

#define KEYS                                                                   \
	"SELECT 1 FROM users, json_each(users.doc, '$.api_keys') AS k"         \
	" WHERE users.email = ?1 AND k.value ->> '$._id' = ?2"

static const char has_key[] = KEYS;
static const char is_marked[] =
    KEYS " AND k.value ->> '$.expiration_warning_sent' = ?3";
static const char mark[] =
    "UPDATE users SET doc = coalesce(json_set(doc, (SELECT k.fullkey ||"
    " '.expiration_warning_sent' FROM json_each(users.doc, '$.api_keys') AS k"
    " WHERE k.value ->> '$._id' = ?2), ?3), doc) WHERE email = ?1";

/* Executes sql; true if it returns a row. */
static bool
run(struct db *d, const char *sql, const struct expiry_notice *a)
{
	struct str arg[ARGS] = { str_of(a->to), str_of(a->key),
		str_of(a->type) };
	sqlite3_stmt *s = db_prepare(d, sql);
	int n = sqlite3_bind_parameter_count(s);
	bool found;

	for (int i = 0; i < n; i++)
		db_bind_text(d, s, i + 1, arg[i]);
	found = db_step(d, s);
	sqlite3_finalize(s);
	return found;
}

static struct mail_note
note_of(const struct expiry_notice *a)
{
	return (struct mail_note){ str_of(a->id), str_of(a->to),
		{ a->template.p, a->template.n } };
}

enum event_state
event_look(struct db *d, const struct expiry_notice *a)
{
	struct mail_note n = note_of(a);

	if (!run(d, has_key, a))
		return EVENT_UNKNOWN;
	if (run(d, is_marked, a))
		return EVENT_KNOWN;
	return mail_ledger_look(d, &n);
}

enum event_state
event_begin(struct db *d, const struct expiry_notice *a)
{
	struct mail_note n = note_of(a);
	enum event_state state;

	db_exec(d, "BEGIN IMMEDIATE");
	state = event_look(d, a);
	if (state == EVENT_KNOWN)
		run(d, mark, a);
	if (state == EVENT_CUT || state == EVENT_NEW)
		mail_ledger_begin(d, &n);
	db_exec(d, "COMMIT");
	return state;
}

void
event_accepted(
    struct db *d, const struct expiry_notice *a, const char *message_id)
{
	struct mail_note n = note_of(a);

	db_exec(d, "BEGIN IMMEDIATE");
	mail_ledger_accepted(d, &n, message_id);
	run(d, mark, a);
	db_exec(d, "COMMIT");
}

void
event_failed(struct db *d, const struct expiry_notice *a, const char *why)
{
	struct mail_note n = note_of(a);

	mail_ledger_failed(d, &n, why);
}
