#include <math.h>

#include "apprentissage/certifications/certif_cfd.h"
#include "base/num.h"
#include "base/text.h"
#include "format/code.h"
#include "json/js.h"

const char *const bcn_columns[BCN_MAX] = {
	"FORMATION_DIPLOME",
	"NIVEAU_FORMATION_DIPLOME",
	"GROUPE_SPECIALITE",
	"LIBELLE_COURT",
	"LIBELLE_STAT_33",
	"LIBELLE_LONG_200",
	"N_GROUPE_SPECIALITE_LIBELLE_LONG",
	"DATE_OUVERTURE",
	"DATE_FERMETURE",
	"DATE_PREMIERE_SESSION",
	"DATE_DERNIERE_SESSION",
	"DATE_ARRETE_CREATION",
	"DATE_ARRETE_ABROGATION",
	"NATURE_FORMATION_DIPLOME",
	"N_NATURE_FORMATION_DIPLOME_LIBELLE_100",
	"GESTIONNAIRE_FORMATION_DIPLOME",
	"NIVEAU_QUALIFICATION_RNCP",
};

static const struct {
	const char *qualification, *europeen;
} niveaux[] = {
	{ "01", "1" },
	{ "02", "2" },
	{ "03", "3" },
	{ "04", "4" },
	{ "05", "5" },
	{ "06", "6" },
	{ "07", "7" },
	{ "08", "8" },
	{ "00", NULL },
	{ "99", NULL },
	{ "XX", NULL },
};

/* The values derived from the columns before anything is written. */
struct derive {
	struct str europeen;
	msec ouverture, fermeture, creation, abrogation;
	double premiere, derniere; /* NAN: null */
};

static int
refuse_column(
    const struct str v[], int column, const char *expected, struct err *e)
{
	return err_set(e, "%s: %s is expected, not '%s'", bcn_columns[column],
	    expected, err_quote(v[column].p, v[column].n));
}

struct str
niveau_interministeriel(struct str niveau)
{
	if (str_is(niveau, "013"))
		return STR("5");
	return (struct str){ niveau.p, utf8_len(niveau.p, niveau.n) };
}

static int
check_texts(const struct str v[], struct err *e)
{
	for (int i = 0; i <= BCN_LIBELLE_LONG_200; i++)
		if (!v[i].p)
			return err_set(e, "%s: missing", bcn_columns[i]);
	if (!code_cfd(v[BCN_FORMATION_DIPLOME]))
		return refuse_column(v, BCN_FORMATION_DIPLOME, "a CFD", e);
	return 0;
}

static int
derive_date(const struct str v[], int column, bool end, msec *t, struct err *e)
{
	*t = day_paris_local(v[column], end);
	if (*t == DAY_BAD)
		return refuse_column(v, column, "a date dd/MM/yyyy", e);
	return 0;
}

static int
derive_session(const struct str v[], int column, double *year, struct err *e)
{
	*year = NAN;
	if (!v[column].n)
		return 0;
	*year = num_parse(v[column]);
	if (!(fabs(*year) <= 9007199254740991) || trunc(*year) != *year)
		return refuse_column(v, column, "a whole number", e);
	return 0;
}

static int
derive_niveau(const struct str v[], struct str *europeen, struct err *e)
{
	const struct str qualification = v[BCN_NIVEAU_QUALIFICATION_RNCP];

	*europeen = STR_NULL;
	if (!qualification.p)
		return 0;
	for (size_t i = 0; i < sizeof(niveaux) / sizeof(*niveaux); i++)
		if (str_is(qualification, niveaux[i].qualification)) {
			*europeen = str_of(niveaux[i].europeen);
			return 0;
		}
	return refuse_column(
	    v, BCN_NIVEAU_QUALIFICATION_RNCP, "a known level", e);
}

static int
derive(const struct str v[], struct derive *d, struct err *e)
{
	if (check_texts(v, e) || derive_niveau(v, &d->europeen, e) ||
	    derive_date(v, BCN_DATE_OUVERTURE, false, &d->ouverture, e) ||
	    derive_date(v, BCN_DATE_FERMETURE, true, &d->fermeture, e) ||
	    derive_date(v, BCN_DATE_ARRETE_CREATION, false, &d->creation, e) ||
	    derive_date(
		v, BCN_DATE_ARRETE_ABROGATION, true, &d->abrogation, e) ||
	    derive_session(v, BCN_DATE_PREMIERE_SESSION, &d->premiere, e) ||
	    derive_session(v, BCN_DATE_DERNIERE_SESSION, &d->derniere, e))
		return -1;
	return 0;
}

/* Append a member of the object that b ends with. */
static void
put(struct buf *b, const char *key, struct str s)
{
	js_put_member(b, key, s);
}

static void
put_day(struct buf *b, const char *key, msec t)
{
	js_put_key(b, key);
	day_put_paris(b, t);
}

static void
put_year(struct buf *b, const char *key, double year)
{
	js_put_key(b, key);
	js_put_number(b, year);
}

static void
end_object(struct buf *b, struct certif_side *c, int piece)
{
	buf_byte(b, '}');
	side_close(c, piece);
}

static void
put_intitules(struct buf *b, const struct str v[], const struct derive *d,
    struct certif_side *c)
{
	struct str niveau = v[BCN_NIVEAU_FORMATION_DIPLOME];

	buf_byte(b, '{');
	put(b, "long", v[BCN_LIBELLE_LONG_200]);
	put(b, "court", v[BCN_LIBELLE_STAT_33]);
	end_object(b, c, CFD_INTITULE);
	buf_byte(b, '{');
	put(b, "europeen", d->europeen);
	put(b, "formation_diplome", niveau);
	put(b, "interministeriel", niveau_interministeriel(niveau));
	put(b, "libelle", v[BCN_N_NATURE_FORMATION_DIPLOME_LIBELLE_100]);
	put(b, "sigle", v[BCN_LIBELLE_COURT]);
	end_object(b, c, CFD_NIVEAU);
}

static void
put_periodes(struct buf *b, const struct str v[], const struct derive *d,
    struct certif_side *c)
{
	buf_byte(b, '{');
	put_day(b, "creation", d->creation);
	put_day(b, "abrogation", d->abrogation);
	end_object(b, c, CFD_BASE_LEGALE);
	buf_byte(b, '{');
	put(b, "code", v[BCN_GROUPE_SPECIALITE]);
	put(b, "intitule", v[BCN_N_GROUPE_SPECIALITE_LIBELLE_LONG]);
	end_object(b, c, CFD_NSF);
	buf_byte(b, '{');
	put_day(b, "ouverture", d->ouverture);
	put_day(b, "fermeture", d->fermeture);
	put_year(b, "premiere_session", d->premiere);
	put_year(b, "derniere_session", d->derniere);
	end_object(b, c, CFD_PERIODE);
}

int
certif_cfd(struct buf *text, const struct str v[BCN_MAX], struct certif_side *c,
    struct interval *periode, struct err *e)
{
	struct derive d;

	if (derive(v, &d, e) < 0)
		return -1;
	side_begin(c, text);
	js_put_text(text, v[BCN_FORMATION_DIPLOME]);
	side_close(c, CFD_IDENTIFIANT);
	put_intitules(text, v, &d, c);
	put_periodes(text, v, &d, c);
	buf_byte(text, '{');
	put(text, "code", v[BCN_NATURE_FORMATION_DIPLOME]);
	put(text, "libelle", v[BCN_N_NATURE_FORMATION_DIPLOME_LIBELLE_100]);
	end_object(text, c, CFD_NATURE);
	js_put_text(text, v[BCN_GESTIONNAIRE_FORMATION_DIPLOME]);
	side_close(c, CFD_GESTIONNAIRE);
	*periode = (struct interval){ d.ouverture, d.fermeture };
	return 0;
}
