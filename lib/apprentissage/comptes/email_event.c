#include "apprentissage/comptes/email_event.h"
#include "base/day.h"
#include "base/text.h"

/* Indexes of the parameters that the statements use. The rows of message ID are
 * those whose _id is ID, a point and a number. */
enum { ID, TO, KEY, TYPE, NOW, TEMPLATE, TEXT, ARGS };

#define ROWS "_id >= ?1 || '.' AND _id < ?1 || '/'"
#define OPEN_ROWS ROWS " AND messageId IS NULL AND errors = '[]'"
#define KEYS                                                                   \
	"SELECT 1 FROM users, json_each(users.doc, '$.api_keys') AS k"         \
	" WHERE users.email = ?2 AND k.value ->> '$._id' = ?3"

static const char has_key[] = KEYS;
static const char is_marked[] =
    KEYS " AND k.value ->> '$.expiration_warning_sent' = ?4";
static const char was_accepted[] =
    "SELECT 1 FROM email_events WHERE " ROWS " AND messageId IS NOT NULL";
static const char was_cut[] = "SELECT 1 FROM email_events WHERE " OPEN_ROWS;

static const char mark[] =
    "UPDATE users SET doc = coalesce(json_set(doc, (SELECT k.fullkey ||"
    " '.expiration_warning_sent' FROM json_each(users.doc, '$.api_keys') AS k"
    " WHERE k.value ->> '$._id' = ?3), ?4), doc) WHERE email = ?2";
static const char add[] =
    "INSERT INTO email_events SELECT ?1 || '.' || (count(*) + 1), ?2, ?6,"
    " ?5, ?5, NULL, NULL, NULL, '[]' FROM email_events WHERE " ROWS;
static const char accept[] =
    "UPDATE email_events SET messageId = ?7, updated_at = ?5"
    " WHERE " OPEN_ROWS;
static const char fail[] =
    "UPDATE email_events SET errors = json_array(json_object("
    "'type', 'fatal', 'message', ?7)), updated_at = ?5 WHERE " OPEN_ROWS;

struct args {
	struct str v[ARGS];
	char now[DAY_TEXT_MAX];
};

static void
args_of(struct args *g, const struct expiry_notice *a, struct str text)
{
	size_t n = day_print_utc(day_now(), g->now);

	g->v[ID] = str_of(a->id);
	g->v[TO] = str_of(a->to);
	g->v[KEY] = str_of(a->key);
	g->v[TYPE] = str_of(a->type);
	g->v[NOW] = (struct str){ g->now, n };
	g->v[TEMPLATE] = (struct str){ a->template.p, a->template.n };
	g->v[TEXT] = text;
}

/* Executes sql; true if it returns a row. */
static bool
run(struct db *d, const char *sql, const struct args *g)
{
	sqlite3_stmt *s = db_prepare(d, sql);
	int n = sqlite3_bind_parameter_count(s);
	bool found;

	for (int i = 0; i < n; i++)
		db_bind_text(d, s, i + 1, g->v[i]);
	found = db_step(d, s);
	sqlite3_finalize(s);
	return found;
}

static enum event_state
look(struct db *d, const struct args *g)
{
	if (!run(d, has_key, g))
		return EVENT_UNKNOWN;
	if (run(d, is_marked, g) || run(d, was_accepted, g))
		return EVENT_KNOWN;
	return run(d, was_cut, g) ? EVENT_CUT : EVENT_NEW;
}

enum event_state
event_look(struct db *d, const struct expiry_notice *a)
{
	struct args g;

	args_of(&g, a, STR(""));
	return look(d, &g);
}

enum event_state
event_begin(struct db *d, const struct expiry_notice *a)
{
	enum event_state state;
	struct args g;

	args_of(&g, a,
	    STR("the run was cut short: whether it was sent is unknown"));
	db_exec(d, "BEGIN IMMEDIATE");
	state = look(d, &g);
	if (state == EVENT_KNOWN)
		run(d, mark, &g);
	if (state == EVENT_CUT)
		run(d, fail, &g);
	if (state == EVENT_CUT || state == EVENT_NEW)
		run(d, add, &g);
	db_exec(d, "COMMIT");
	return state;
}

void
event_accepted(
    struct db *d, const struct expiry_notice *a, const char *message_id)
{
	struct args g;

	args_of(&g, a, str_of(message_id));
	db_exec(d, "BEGIN IMMEDIATE");
	run(d, accept, &g);
	run(d, mark, &g);
	db_exec(d, "COMMIT");
}

void
event_failed(struct db *d, const struct expiry_notice *a, const char *why)
{
	struct buf text = { 0 };
	struct args g;

	utf8_put_repaired(&text, why, strlen(why));
	args_of(&g, a, buf_view(&text));
	run(d, fail, &g);
	buf_free(&text);
}
