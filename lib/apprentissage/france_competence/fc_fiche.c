#include "apprentissage/france_competence/fc_fiche.h"

void
fc_fiche_init(struct fc_fiche *f)
{
	*f = (struct fc_fiche){
		.premiere_publication = DAY_NULL,
		.derniere_publication = DAY_NULL,
		.premiere_activation = DAY_NULL,
		.derniere_activation = DAY_NULL,
		.active = -1,
		.date_active = DAY_NULL,
	};
}

/* Widens the period to include date. DAY_NULL is smaller than every date. */
static void
extend(msec *premiere, msec *derniere, msec date)
{
	if (*premiere == DAY_NULL || *premiere > date)
		*premiere = date;
	if (*derniere < date)
		*derniere = date;
}

bool
fc_fiche_add(struct fc_fiche *f, struct fc_place l)
{
	if (!f->seen || f->rang > l.rang) {
		f->rang = l.rang;
		f->row = l.row;
	}
	f->seen = true;
	if (f->derniere_publication < l.publication)
		f->renewed = true;
	extend(
	    &f->premiere_publication, &f->derniere_publication, l.publication);
	if (l.actif == 1)
		extend(&f->premiere_activation, &f->derniere_activation,
		    l.publication);
	if (l.actif >= 0 && (f->date_active < l.publication ||
				(f->date_active == l.publication &&
				    f->rang_active <= l.rang))) {
		f->active = l.actif;
		f->date_active = l.publication;
		f->rang_active = l.rang;
	}
	return f->derniere_publication == l.publication;
}
