#include "offres/texts/message.h"
#include "offres/texts/links.h"
#include "json/js.h"

void
message_key_begin(struct message_key *k)
{
	k->any = false;
	sha256_begin(&k->hash);
}

void
message_key_add(struct message_key *k, struct str id, struct str instant)
{
	if (k->any)
		sha256_add(&k->hash, ",", 1);
	k->any = true;
	sha256_add(&k->hash, id.p, id.n);
	sha256_add(&k->hash, "=", 1);
	sha256_add(&k->hash, instant.p, instant.n);
}

static void
put_key(struct buf *b, struct str user, struct message_key *k)
{
	char text[SHA256_TEXT_MAX];
	struct buf key = { 0 };

	sha256_end(&k->hash, text);
	buf_add(&key, user.p, user.n);
	buf_fmt(&key, "-%.16s", text);
	js_put_member(b, "key", buf_view(&key));
	buf_free(&key);
}

static void
put_text(struct buf *b, const char *name, const char *value)
{
	js_put_member(b, name, str_of(value));
}

static void
put_images(struct buf *b)
{
	const char *site = site_url();

	buf_fmt(b,
	    "\"images\":{\"logoLba\":\"%s/images/emails/logo_LBA.png?raw="
	    "true\",\"logoRf\":\"%s/images/emails/logo_rf.png?raw=true\","
	    "\"logoFooter\":\"%s/assets/logo-republique-francaise.webp?raw="
	    "true\"}",
	    site, site, site);
}

void
message_open(struct buf *b, const struct message *m, struct message_key *k)
{
	buf_byte(b, '{');
	put_text(b, "name", m->name);
	js_put_member(b, "to", m->to);
	put_key(b, m->user, k);
	put_text(b, "type", m->type);
	put_text(b, "db", "jobs_partners");
	put_text(b, "from_name", "La bonne alternance");
	put_text(b, "subject", m->subject);
	buf_str(b, ",\"data\":{");
	put_images(b);
}

static void
put_mark(struct buf *b, const char *column, struct str ids, struct str now)
{
	buf_fmt(b,
	    ",\"mark\":{\"table\":\"jobs_partners\",\"column\":\"%s\","
	    "\"ids\":",
	    column);
	buf_add(b, ids.p, ids.n);
	buf_str(b, ",\"at\":");
	js_put_text(b, now);
	buf_byte(b, '}');
}

void
message_close(struct buf *b)
{
	buf_str(b, "}}\n");
}

void
message_close_marked(
    struct buf *b, const char *column, struct str ids, struct str now)
{
	buf_byte(b, '}');
	put_mark(b, column, ids, now);
	buf_str(b, "}\n");
}

void
message_put_mark_only(struct buf *b, struct str user, const char *type,
    struct message_key *k, const char *column, struct str ids, struct str now)
{
	buf_str(b, "{\"name\":\"mark-only\"");
	put_key(b, user, k);
	put_text(b, "type", type);
	put_text(b, "db", "jobs_partners");
	put_mark(b, column, ids, now);
	buf_str(b, "}\n");
}

void
message_put_contract(struct buf *b, struct str contract_type)
{
	struct buf joined = { 0 }, scratch = { 0 };
	struct js types = js_of(contract_type), type;
	struct js_walk w;

	if (!contract_type.p || types.type != JS_ARRAY) {
		buf_str(b, "\"\"");
		return;
	}
	for (w = js_walk(types); js_item(&w, &type);) {
		struct str text = js_text(type, &scratch);

		if (joined.n)
			buf_str(&joined, ", ");
		buf_add(&joined, text.p, text.n);
	}
	js_put_text(b, buf_view(&joined));
	buf_free(&joined);
	buf_free(&scratch);
}

void
message_put_level(struct buf *b, struct str diploma_label)
{
	js_put_text(b, diploma_label.n ? diploma_label : STR("Indifférent"));
}
