#include "offres/migration/lba_row.h"
#include "json/js.h"

bool
lba_is_active(struct str status)
{
	return str_is(status, "Actif") || str_is(status, "ACTIF");
}

bool
lba_is_waiting(struct str status)
{
	return str_is(status, "En attente de validation") ||
	       str_is(status, "EN_ATTENTE_VALIDATION");
}

static struct str
recruiter_text(const struct lba *l, enum recruiters_column c)
{
	return db_text(l->recruiter, (int)c);
}

static void
set_text(struct lba *l, enum jobs_partners_column c, struct str s)
{
	cell_text(&l->cell[c], s);
}

/* The first that is neither NULL nor "". */
static struct str
any(struct str a, struct str b)
{
	return a.n ? a : b.n ? b : STR_NULL;
}

/*
 * The workplace.
 */
static struct str
copy_text(struct buf *b, struct js v)
{
	struct buf scratch = { 0 };
	struct str s = js_text(v, &scratch);

	b->n = 0;
	buf_add(b, s.p, s.n);
	buf_free(&scratch);
	return s.p ? buf_view(b) : STR_NULL;
}

/* A city that is there, be it null, or else "". */
static void
set_address(struct lba *l)
{
	struct str text = recruiter_text(l, RC_ADDRESS_DETAIL);
	struct js detail = text.p ? js_of(text) : (struct js){ 0 }, city;

	if (detail.type != JS_OBJECT)
		detail = (struct js){ 0 };
	set_text(l, JP_WORKPLACE_ADDRESS_ZIPCODE,
	    copy_text(&l->zipcode, js_get(detail, "code_postal")));
	city = js_get(detail, "localite");
	if (city.type == JS_ABSENT)
		city = js_get(detail, "libelle_commune");
	set_text(l, JP_WORKPLACE_ADDRESS_CITY,
	    city.type == JS_ABSENT ? STR("") : copy_text(&l->city, city));
}

static void
set_workplace(struct lba *l)
{
	static const struct {
		enum jobs_partners_column to;
		enum recruiters_column from;
	} same[] = {
		{ JP_WORKPLACE_BRAND, RC_ESTABLISHMENT_ENSEIGNE },
		{ JP_WORKPLACE_SIRET, RC_ESTABLISHMENT_SIRET },
		{ JP_WORKPLACE_ADDRESS_LABEL, RC_ADDRESS },
		{ JP_WORKPLACE_GEOPOINT_LON, RC_GEOPOINT_LON },
		{ JP_WORKPLACE_GEOPOINT_LAT, RC_GEOPOINT_LAT },
		{ JP_WORKPLACE_OPCO, RC_OPCO },
		{ JP_WORKPLACE_IDCC, RC_IDCC },
		{ JP_WORKPLACE_NAF_CODE, RC_NAF_CODE },
		{ JP_WORKPLACE_NAF_LABEL, RC_NAF_LABEL },
		{ JP_WORKPLACE_SIZE, RC_ESTABLISHMENT_SIZE },
		{ JP_OFFER_ORIGIN, RC_ORIGIN },
	};

	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++)
		cell_copy(
		    &l->cell[same[i].to], l->recruiter, (int)same[i].from);
	set_text(l, JP_WORKPLACE_LEGAL_NAME,
	    any(any(recruiter_text(l, RC_ESTABLISHMENT_RAISON_SOCIALE),
		    recruiter_text(l, RC_ESTABLISHMENT_ENSEIGNE)),
		STR("Enseigne inconnue")));
}

/*
 * Whom candidates write to: the recruiter, or the training centre that it
 * delegates to.
 */
static bool
look_up(struct lba *l, sqlite3_stmt *s, struct str key)
{
	sqlite3_reset(s);
	if (!key.p)
		return false;
	db_bind_text(l->o->d, s, 1, key);
	return db_step(l->o->d, s);
}

static void
refuse(struct lba *l, const char *what, struct str text)
{
	l->refused = true;
	err_set(&l->why, "%s '%s'", what, text.p);
}

static void
set_contacts(struct lba *l, bool delegated)
{
	static const enum jobs_partners_column centre[] = { JP_CFA_SIRET,
		JP_CFA_LEGAL_NAME, JP_CFA_ADDRESS_LABEL, JP_CFA_APPLY_PHONE,
		JP_CFA_APPLY_EMAIL };

	for (size_t i = 0; i < sizeof(centre) / sizeof(*centre); i++)
		set_text(l, centre[i], STR_NULL);
	set_text(l, JP_APPLY_PHONE,
	    delegated ? STR_NULL : recruiter_text(l, RC_PHONE));
	set_text(l, JP_APPLY_EMAIL,
	    delegated ? STR_NULL : recruiter_text(l, RC_EMAIL));
}

static void
set_centre(struct lba *l, struct str siret)
{
	struct str phone, email;

	if (!look_up(l, l->cfa, siret)) {
		refuse(l, "cfa_delegated_siret: no such CFA", siret);
		return;
	}
	if (!look_up(l, l->user, recruiter_text(l, RC_MANAGED_BY))) {
		refuse(l, "managed_by: no such user",
		    recruiter_text(l, RC_MANAGED_BY));
		return;
	}
	phone = db_text(l->user, 0);
	email = db_text(l->user, 1);
	set_text(l, JP_APPLY_PHONE, phone);
	set_text(l, JP_APPLY_EMAIL, email);
	set_text(l, JP_CFA_SIRET, db_text(l->cfa, 0));
	set_text(l, JP_CFA_LEGAL_NAME, db_text(l->cfa, 1));
	set_text(l, JP_CFA_ADDRESS_LABEL, db_text(l->cfa, 2));
	set_text(l, JP_CFA_APPLY_PHONE, any(phone, STR_NULL));
	set_text(l, JP_CFA_APPLY_EMAIL, any(email, STR_NULL));
}

/* What all offers of La Bonne Alternance have. */
static void
set_fixed(struct lba *l)
{
	static const enum jobs_partners_column never[] = {
		JP_CONTRACT_REMOTE,
		JP_WORKPLACE_ADDRESS_STREET_LABEL,
		JP_WORKPLACE_DESCRIPTION,
		JP_WORKPLACE_NAME,
		JP_WORKPLACE_WEBSITE,
	};

	for (size_t i = 0; i < sizeof(never) / sizeof(*never); i++)
		set_text(l, never[i], STR_NULL);
	set_text(l, JP_PARTNER_LABEL, STR("offres_emploi_lba"));
	set_text(l, JP_OFFER_STATUS_HISTORY, STR("[]"));
	cell_int(&l->cell[JP_OFFER_MULTICAST], 1);
}

void
lba_take_recruiter(struct lba *l)
{
	struct str centre = recruiter_text(l, RC_CFA_DELEGATED_SIRET);
	bool delegated = sqlite3_column_int(l->recruiter, RC_IS_DELEGATED);

	l->refused = false;
	l->active = lba_is_active(recruiter_text(l, RC_STATUS));
	set_fixed(l);
	set_address(l);
	set_workplace(l);
	cell_int(&l->cell[JP_CONTRACT_IS_DISABLED_ELLIGIBLE],
	    look_up(l, l->engaged, recruiter_text(l, RC_ESTABLISHMENT_SIRET)));
	sqlite3_reset(l->engaged);
	cell_int(&l->cell[JP_IS_DELEGATED], delegated);
	set_contacts(l, delegated);
	if (delegated && centre.n)
		set_centre(l, centre);
}
