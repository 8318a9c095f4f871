#include "apprentissage/certifications/certif_fiche.h"

const char *const fiche_members[FICHE_MAX] = {
	"ccn",
	"blocs_de_competences",
	"nsf",
	"formacode",
	"ancienne_nouvelle_certification",
	"voies_d_acces",
	"rome",
	"certificateurs",
	"standard",
};

const char *const standard_members[STANDARD_MAX] = {
	"Intitule",
	"Nomenclature_Europe_Niveau",
	"Date_Decision",
	"Date_Fin_Enregistrement",
	"Date_Effet",
	"Type_Enregistrement",
	"Actif",
};

void
fiche_open(struct fiche_json *j, struct js record)
{
	js_pick(js_into(record, "data"), fiche_members, FICHE_MAX, j->data);
	js_pick(j->data[FICHE_STANDARD], standard_members, STANDARD_MAX,
	    j->standard);
}

msec
fiche_date(const struct fiche_json *j, int standard_member, bool end)
{
	struct js v = j->standard[standard_member];
	struct buf scratch = { 0 };
	msec t;

	if (js_is_null(v))
		return DAY_NULL;
	if (v.type != JS_STRING)
		return DAY_BAD;
	t = day_paris_local(js_text(v, &scratch), end);
	buf_free(&scratch);
	return t;
}

static bool
is_eligible(const struct fiche_json *j, struct str numero)
{
	struct js item, v;

	if (numero.n < 4 || memcmp(numero.p, "RNCP", 4) != 0)
		return false;
	for (struct js_walk w = js_walk(j->data[FICHE_VOIES]);
	     js_item(&w, &item);) {
		v = js_get(item, "Si_Jury");
		if (js_is(v, EN_APPRENTISSAGE) ||
		    js_is(v, EN_PROFESSIONNALISATION))
			return true;
	}
	return false;
}

struct fiche
fiche_read(const struct fiche_json *j, struct str numero,
    const struct fiche_dates *a, msec oldest)
{
	struct fiche f = { .periode = { DAY_NULL, DAY_NULL } };

	f.eligible = is_eligible(j, numero);
	f.standard = j->data[FICHE_STANDARD].type == JS_OBJECT;
	if (!f.standard)
		return f;
	f.actif = js_is(j->standard[STANDARD_ACTIF], "ACTIVE");
	if (a->premiere_activation > oldest)
		f.periode.debut = a->premiere_activation;
	f.periode.fin = fiche_date(j, STANDARD_FIN, true);
	if (!f.actif && f.periode.fin == DAY_NULL)
		f.periode.fin = a->derniere_activation;
	if (!f.actif && f.periode.fin == DAY_NULL)
		f.periode.fin = a->premiere_publication;
	return f;
}
