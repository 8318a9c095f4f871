/*
 * What certifications are made from: BCN, the kit apprentissage and France
 * compétences, read once. BCN's sides are kept as serialised text. Of a fiche
 * only the facts are kept; its document is read again when its records are
 * written.
 *
 * A missing database, an invalid BCN row and a BCN level that breaks the rule
 * of certification(5) [certifications 4] end the program with a message that
 * says where.
 */
#ifndef CERTIF_SOURCES_H
#define CERTIF_SOURCES_H

#include "apprentissage/certifications/certif_fiche.h"
#include "apprentissage/certifications/certif_text.h"
#include "apprentissage/certifications/continuite.h"
#include "base/hash.h"
#include "store/db.h"

/* A row of N_FORMATION_DIPLOME or N_FORMATION_DIPLOME_ENQUETE_51. */
struct bcn_row {
	char code[8];
	uint32_t rang;           /* order of reading: N, then N_51 */
	struct interval periode; /* ouverture, fermeture */
	struct certif_side side;
};

/* The rows of a CFD: bcn.v[debut .. fin), N before N_51. The last one wins. */
struct cfd_rows {
	uint32_t debut, fin;
};

struct known_fiche {
	struct fiche f;
	int64_t rowid;
	uint32_t rang;    /* in the order of the numbers */
	bool kit;         /* the kit names it */
	bool unknown_cfd; /* the kit gives it a CFD unknown to BCN */
};

/* A row of the kit whose CFD has a row in BCN; fiche is HASH_NONE if France
 * compétences does not know it. */
struct kit_pair {
	uint32_t cfd, fiche;
};

struct certif_sources {
	struct buf text; /* the sides of BCN's rows */
	struct {
		struct bcn_row *v; /* by code, then rang */
		size_t n, cap;
	} bcn;
	struct cfd_rows *cfd; /* by code */
	uint32_t ncfd;
	struct hash code; /* numbers below ncfd: in cfd; others: only in V */

	struct {
		struct known_fiche *v; /* in the order of the table */
		size_t n, cap;
	} fiche;
	uint32_t *order;    /* fiches in the order of their numbers */
	struct hash numero; /* number: index in fiche */

	struct {
		struct kit_pair *v; /* by cfd, then number of the fiche */
		size_t n, cap;
	} pair;

	struct continuite cfds, rncps;

	struct db *fc;
	sqlite3_stmt *doc;
};

/* Fills s, which need not be initialised, from DIR/bcn.db,
 * DIR/france_competence.db and DIR/kit_apprentissage.db. */
void certif_sources_read(struct certif_sources *s, const char *dir);

/* Reads the document of fiche i again and appends the rncp side made of it to
 * text. An invalid document ends the program with a message that names the
 * fiche, the field and its value. */
void certif_sources_side(struct certif_sources *s, uint32_t i, struct buf *text,
    struct certif_side *c);

void certif_sources_free(struct certif_sources *s);

#endif
