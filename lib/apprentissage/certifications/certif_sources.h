/*
 * What certifications are made from: BCN, the kit apprentissage and France
 * Compétences, read once. BCN's sides are kept serialised; of a fiche only the
 * facts are, its document is fetched again when its records are written.
 *
 * A missing database, an invalid BCN row and BCN levels that break the rule of
 * certifications.md 4 end the program with a message that says where.
 */
#ifndef CERTIF_SOURCES_H
#define CERTIF_SOURCES_H

#include "apprentissage/certifications/certif_fiche.h"
#include "apprentissage/certifications/certif_text.h"
#include "apprentissage/certifications/continuite.h"
#include "base/hash.h"
#include "store/db.h"

/* A row of N_FORMATION_DIPLOME or N_FORMATION_DIPLOME_ENQUETE_51. */
struct bcn {
	char code[8];
	uint32_t rang;             /* order of reading: N, then N_51 */
	struct intervalle periode; /* ouverture, fermeture */
	struct cote cote;
};

/* A CFD: its rows bcn[debut .. fin), N before N_51. The last one wins. */
struct cfd {
	uint32_t debut, fin;
};

struct fiche_connue {
	struct fiche f;
	int64_t rowid;
	uint32_t rang; /* in the order of the numbers */
	bool kit;      /* the kit names it */
	bool inconnu;  /* with a CFD that BCN does not know */
};

/* A row of the kit whose CFD has a row in bcn; fiche is HASH_NONE if France
 * Compétences does not know it. */
struct paire {
	uint32_t cfd, fiche;
};

struct sources {
	struct buf text; /* the sides of bcn */
	struct bcn *bcn; /* by code, then rang */
	size_t nbcn, bcn_cap;
	struct cfd *cfd; /* by code */
	uint32_t ncfd;
	struct hash code; /* numbers below ncfd: in cfd; others: only in V */

	struct fiche_connue *fiche; /* in the order of the table */
	size_t nfiche, fiche_cap;
	uint32_t *ordre;    /* fiches in the order of their numbers */
	struct hash numero; /* number: index in fiche */

	struct paire *paire; /* by cfd, then number of the fiche */
	size_t npaire, paire_cap;

	struct continuite cfds, rncps;

	struct db *fc;
	sqlite3_stmt *doc;
};

/* Fills s, which need not be initialised, from DIR/bcn.db,
 * DIR/france_competence.db and DIR/kit_apprentissage.db. */
void sources_lit(struct sources *s, const char *dir);

/* Fetches the document of fiche i and appends the rncp side made of it to
 * text; an invalid one ends the program with a message that names the fiche,
 * the field and its value. */
void sources_cote(
    struct sources *s, uint32_t i, struct buf *text, struct cote *c);

void sources_free(struct sources *s);

#endif
