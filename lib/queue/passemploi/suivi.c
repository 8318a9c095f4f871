#include <math.h>

#include "queue/passemploi/suivi.h"

static const char *const never_kept[] = { "MONITORER_JOBS", "RENDEZVOUS",
	"RAPPEL_SESSION", "RAPPEL_ACTION", "TRAITER_EVENEMENT_MILO",
	"RECUPERER_ANALYSE_ANTIVIRUS", "CLORE_SESSIONS" };
static const char *const silent[] = { "SUIVRE_FILE_EVENEMENTS_MILO",
	"NOTIFIER_RENDEZVOUS_PE" };

bool
suivi_is_kept(struct str type)
{
	for (size_t i = 0; i < sizeof(never_kept) / sizeof(*never_kept); i++)
		if (str_is(type, never_kept[i]))
			return false;
	return true;
}

bool
suivi_is_notified(struct str type)
{
	for (size_t i = 0; i < sizeof(silent) / sizeof(*silent); i++)
		if (str_is(type, silent[i]))
			return false;
	return suivi_is_kept(type);
}

static int64_t
integer(struct js v, int64_t other)
{
	double n = js_number(v);

	return isfinite(n) && fabs(n) < 9e15 ? (int64_t)n : other;
}

/* The SuiviJob of a tool of ours, which prints counts. */
static void
compose(struct suivi *s, struct js line, struct str type, msec start, msec end)
{
	struct js counts = js_get(line, "counts");
	struct js resultat = js_get(line, "resultat");
	struct buf *b = &s->text;

	if (js_is_null(resultat))
		resultat = counts;
	buf_str(b, "{\"jobType\":");
	js_put_text(b, type);
	buf_fmt(b, ",\"nbErreurs\":%lld,\"succes\":true,\"dateExecution\":",
	    (long long)integer(js_get(line, "nbErreurs"),
		integer(js_get(counts, "errors"), 0)));
	day_put_utc(b, start);
	buf_fmt(b,
	    ",\"tempsExecution\":%lld,\"resultat\":", (long long)(end - start));
	js_put_compact(b, resultat);
	buf_byte(b, '}');
}

bool
suivi_read(struct suivi *s, struct js line, bool ended, struct str type,
    msec start, msec end)
{
	struct js succes = js_get(line, "succes"), v;

	*s = (struct suivi){ 0 };
	if (line.type != JS_OBJECT)
		return false;
	if (js_get(line, "jobType").type == JS_STRING &&
	    (succes.type == JS_TRUE || succes.type == JS_FALSE))
		js_put_compact(&s->text, line);
	else if (ended && js_get(line, "counts").type == JS_OBJECT)
		compose(s, line, type, start, end);
	else
		return false;
	v = js_of(buf_view(&s->text));
	buf_reserve(&s->names, s->text.n + 1); /* the texts must not move */
	s->type = js_text(js_get(v, "jobType"), &s->names);
	s->succes = js_get(v, "succes").type == JS_TRUE;
	s->errors = integer(js_get(v, "nbErreurs"), 0);
	s->date = js_text(js_get(v, "dateExecution"), &s->names);
	s->duration = integer(js_get(v, "tempsExecution"), end - start);
	v = js_get(v, "resultat");
	s->resultat =
	    v.type == JS_ABSENT ? STR("{}") : (struct str){ v.p, v.n };
	return true;
}

void
suivi_free(struct suivi *s)
{
	buf_free(&s->text);
	buf_free(&s->names);
}
