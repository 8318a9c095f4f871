#include <ctype.h>
#include <stdio.h>

#include "format/code.h"
#include "mail/mail_message.h"

static bool
is_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!islower((unsigned char)s.p[i]) &&
		    !isdigit((unsigned char)s.p[i]) && s.p[i] != '-')
			return false;
	return s.n;
}

static bool
is_type(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!isalnum((unsigned char)s.p[i]) && s.p[i] != '-')
			return false;
	return s.n;
}

static bool
is_key(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!isalnum((unsigned char)s.p[i]) && s.p[i] != '-' &&
		    s.p[i] != '_')
			return false;
	return s.n;
}

static bool
is_letters(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!isalpha((unsigned char)s.p[i]) && s.p[i] != ' ')
			return false;
	return s.n;
}

static bool
is_database(struct str s)
{
	return str_is(s, "jobs_partners");
}

/* Copies a member that check finds good into out, of that size. */
static int
take(char *out, size_t size, struct js record, const char *name,
    bool (*check)(struct str), const char *expected, struct err *e)
{
	struct js v = js_get(record, name);
	struct buf scratch = { 0 };
	struct str s = js_text(v, &scratch);
	bool good = s.p && s.n < size && check(s);

	if (good) {
		memcpy(out, s.p, s.n);
		out[s.n] = '\0';
	}
	buf_free(&scratch);
	return good ? 0
		    : err_set(e, "%s: %s, not '%s'", name, expected,
			  err_quote(v.p ? v.p : "", v.n));
}

#define TAKE(field, check, expected)                                           \
	take(m->field, sizeof(m->field), record, #field, check, expected, e)

static int
take_rest(struct mail_message *m, struct js record, struct err *e)
{
	struct js subject = js_get(record, "subject"),
		  from = js_get(record, "from_name");

	m->data = js_get(record, "data");
	m->from_name[0] = '\0';
	if (TAKE(to, code_email, "an address is expected") ||
	    (!js_is_null(from) &&
		TAKE(from_name, is_letters, "letters and spaces are expected")))
		return -1;
	if (subject.type != JS_STRING || subject.n == 2)
		return err_set(e, "subject: a text is expected, not '%s'",
		    err_quote(subject.p ? subject.p : "", subject.n));
	if (m->data.type != JS_OBJECT)
		return err_set(e, "data: an object is expected, not '%s'",
		    err_quote(m->data.p ? m->data.p : "", m->data.n));
	m->text.n = 0;
	buf_reserve(&m->text, subject.n + 1);
	m->subject = js_text(subject, &m->text);
	return 0;
}

static void
make_template(struct mail_message *m)
{
	struct buf *b = &m->template;

	b->n = 0;
	buf_str(b, "{\"name\":");
	js_put_text(b, str_of(m->name));
	js_put_member(b, "to", str_of(m->to));
	js_put_member(b, "subject", m->subject);
	buf_byte(b, '}');
}

int
mail_message_read(struct mail_message *m, struct js record, struct err *e)
{
	m->to[0] = '\0';
	m->mark = js_get(record, "mark");
	if (TAKE(name, is_name, "the name of a template is expected") ||
	    TAKE(key, is_key, "1 to 64 letters, digits, - or _ are expected") ||
	    TAKE(type, is_type, "1 to 32 letters, digits or - are expected") ||
	    TAKE(db, is_database, "jobs_partners is expected"))
		return -1;
	if (!js_is_null(m->mark) && m->mark.type != JS_OBJECT)
		return err_set(e, "mark: an object is expected, not '%s'",
		    err_quote(m->mark.p, m->mark.n));
	snprintf(m->id, sizeof(m->id), "%s.%s", m->key, m->type);
	m->mark_only = !strcmp(m->name, "mark-only");
	if (m->mark_only)
		return 0;
	if (take_rest(m, record, e))
		return -1;
	make_template(m);
	return 0;
}

void
mail_message_free(struct mail_message *m)
{
	buf_free(&m->text);
	buf_free(&m->template);
}
