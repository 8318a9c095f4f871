/*
 * The invented world of sample-upstream.
 *
 * Nothing is stored: each thing of the world (a commune, a diploma, a fiche, an
 * establishment) is a function of the seed and of its index. So two files that
 * name the same thing agree, in little memory, at any scale. Strings in these
 * records are constants, or arrays of the record itself.
 */
#ifndef SAMPLE_H
#define SAMPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "upstream/write/write.h"

/* ---- world.c: how much there is, and the dice ---- */

#define NATIONAL 100 /* the scale of the country */
#define SCALE_MAX 400

struct world {
	uint64_t seed;
	/* NATIONAL at most: beyond, only organismes, establishments and
	 * formations grow */
	uint64_t scale;
	uint64_t familles;  /* groups of diplomas and fiches, see famille() */
	uint64_t n, n51, v; /* rows of the BCN tables */
	uint64_t fiches,
	    inconnues; /* fiches; kit pairs that nobody else knows */
	uint64_t organismes, etabs; /* référentiel rows; establishments */
	uint64_t formations;
	uint64_t uai;             /* establishments that ACCE is asked for */
	uint64_t conventions;     /* agreements that have an IDCC */
	uint64_t cpnes, montants; /* CPNE; amounts of a fiche */
	uint64_t communes, associees, deleguees;
	bool catalogue_zip; /* formations.zip instead of formations.json */
	uint64_t habitees;  /* communes before those of the collectivités */
};

extern struct world world; /* constant after world_init */

void world_init(uint64_t seed, uint64_t scale);

/* What a stream of random numbers is for. */
enum about {
	A_DEPARTEMENT = 1,
	A_COMMUNE,
	A_ANCIENNE,
	A_MISSION,
	A_DIPLOME,
	A_BCN,
	A_FICHE,
	A_CONTENU,
	A_KIT,
	A_ETAB,
	A_UNITE,
	A_ADRESSE,
	A_ORGANISME,
	A_FORMATION,
	A_TEXTE,
	A_NPEC,
	A_SERCEL,
	A_METIER,
};

/* C leaves open in which order the arguments of a call, or the operands of most
 * operators, are evaluated: never draw two numbers in one expression. */
struct rng {
	uint64_t state;
};

struct rng rng_at(enum about what, uint64_t index);
unsigned rng_below(struct rng *r, unsigned n);
bool rng_percent(struct rng *r, unsigned percent);
/* Returns a number from lo to hi. */
unsigned rng_between(struct rng *r, unsigned lo, unsigned hi);

/* Returns a day of any year as MMDD; draws the month first. */
int rng_jour(struct rng *r);

/* ---- words.c: the vocabulary, mixed case, accents ---- */

struct words {
	const char *const *word;
	unsigned n;
};

extern const struct words metiers, options, voies, rivieres, prenoms, noms,
    enseignes, phrases;

const char *word_at(const struct words *w, uint64_t i);
const char *word(const struct words *w, struct rng *r);

/* Appends the name of a company. */
void put_raison(struct buf *b, struct rng *r);
/* Appends s in capitals without accents, as BCN and API Entreprise write. */
void put_capitals(struct buf *b, const char *s);
/* Appends n bytes of phrases or a little more; lines ("\n", "\r\n" or " ")
 * follows some of them. */
void put_prose(struct buf *b, struct rng *r, size_t n, const char *lines);

/* ---- lieux.c, departements.c ---- */

struct region {
	const char *code, *nom;
};

struct academie {
	const char *code, *nom;
};

struct departement {
	const char *code, *nom, *region, *uai; /* uai: first three digits */
	int lat, lon;                          /* tenths of a degree */
};

extern const struct departement departements[];
extern const unsigned ndepartements;
extern const struct region regions[];
extern const unsigned nregions;     /* the last ones are collectivités */
extern const unsigned nregions_api; /* those that /regions lists */

const char *region_nom(const char *code);
struct academie departement_academie(const struct departement *d);
/* Metropolitan, with several communes and no municipal arrondissement. */
bool departement_ordinaire(unsigned d);

struct commune {
	const struct departement *dep;
	unsigned rang; /* in its departement, from 0 */
	char insee[6], nom[64];
	unsigned npostaux;
	char postal[21][6];
	int lat, lon; /* ten-thousandths of a degree */
};

void communes_init(void); /* sets world.communes, after world_init */
struct commune commune_at(uint64_t i);
/* The indexes of a departement's communes. */
uint64_t commune_first(unsigned d);
unsigned commune_count(unsigned d);
/* Number of municipal arrondissements of a commune (Paris, Lyon, Marseille)
 * and the first one's code as a number, 0 elsewhere. */
unsigned commune_arrondissements(const struct commune *c, unsigned *first);
/* The arrondissements of the country, from 0, and their number. */
#define ARRONDISSEMENTS 45u
void arrondissement_at(
    unsigned i, char insee[6], char postal[6], uint64_t *commune);
/* A former commune: associated ones first, then delegated ones. */
void ancienne_at(uint64_t i, char insee[6], uint64_t *commune);

/* ---- certifications.c: diplomas, fiches and the pairs between them ---- */

/* A famille owns a diploma of N_FORMATION_DIPLOME (A, row g), one of ENQUETE_51
 * (B, row g) and two fiches (2g and 2g + 1); its case says how they relate. */
enum famille {
	F_SIMPLE,    /* A and B, one fiche, same period */
	F_TROU,      /* two fiches one after the other, a gap between them */
	F_DISJOINTE, /* fiche active only after A was closed; A -> next A */
	F_LARGE,     /* fiche wider than A at both ends; A -> next A */
	F_ETROITE,   /* fiche narrower than A at both ends */
	F_PENDANTE,  /* also paired with an unknown fiche, an unknown CFD */
	F_INACTIVE,  /* inactive fiche, not open to apprenticeship; A undated */
	F_UN_JOUR,   /* fiche active in one archive only */
	F_DOUBLE,    /* A is both in N and in ENQUETE_51, with other dates */
	F_ORPHELINS, /* no pair: a CFD alone, a fiche alone */
	F_VUE,       /* fiche whose only CFD is in V_FORMATION_DIPLOME */
	F_PARTAGEE,  /* two CFD and two fiches, all four pairs */
	FAMILLES
};

enum famille famille(uint64_t g);

enum table { T_N, T_N51, T_V };

struct niveau {
	const char *code, *sigle, *libelle, *qualification;
};

struct groupe {
	const char *code, *libelle;
};

extern const struct niveau niveaux[];
extern const unsigned nniveaux; /* titres homologués included */
extern const struct groupe groupes[];
extern const unsigned ngroupes;

#define LIENS_MAX 7

struct diplome {
	char cfd[9];
	const struct niveau *niveau;
	const struct groupe *groupe;
	const char *metier, *option;
	int ouverture, fermeture; /* yyyymmdd, 0 for none */
	int creation, abrogation;
	int premiere, derniere; /* sessions, years or 0 */
	unsigned nanciens, nnouveaux;
	char ancien[LIENS_MAX][9], nouveau[LIENS_MAX][9];
};

struct diplome diplome_at(enum table t, uint64_t i);
/* Sets the members of row i of t that follow from its code: cfd, niveau,
 * groupe. */
void diplome_cfd(struct diplome *d, enum table t, uint64_t i);

#define ARCHIVES 4
extern const int archives[ARCHIVES]; /* yyyymmdd, ascending */

struct fiche {
	char numero[12];
	bool rs, apprentissage;
	bool bizarre; /* has values that only an unused fiche may have */
	bool perdue;  /* the newest archive lacks it in Standard only */
	unsigned premiere, derniere; /* archives it is in */
	unsigned jusqua; /* last archive where it is ACTIVE, ARCHIVES: none */
	int fin, effet, decision;
	const char *niveau, *metier, *option;
	char ancienne[12], nouvelle[12];
};

struct fiche fiche_at(uint64_t i);
const char *fiche_actif(const struct fiche *f, unsigned archive);

/* ---- paires.c: the pairs of the kit ---- */

/* Pair i of the kit, 0 <= i < paires(); false: there is no such pair. Famille
 * g has the SLOTS pairs from g * SLOTS on; the first one, if there is any, is
 * that of A and its first fiche. */
#define SLOTS 4u
uint64_t paires(void);
bool paire_at(uint64_t i, char cfd[9], char rncp[12]);

#define VERSIONS 8u /* of the kit's history; the API is version VERSIONS */
/* True if pair i is in version v of the kit; 0 is the oldest. */
bool paire_in(uint64_t i, unsigned version);
/* The title that the kit gives pair i. */
void put_kit_intitule(struct buf *b, uint64_t i);

/* ---- etablissements.c ---- */

enum cas_etab {
	E_OUVERT,
	E_FERME,          /* closed, with a closing date */
	E_ARRONDISSEMENT, /* its commune code is that of an arrondissement */
	E_PARTIEL,     /* partial diffusion: address stripped to its commune */
	E_NON_DIFFUSE, /* "[ND]" address lines */
	E_INTROUVABLE, /* API Entreprise does not know it (null) */
	E_SANS_NUMERO, /* no number in the street */
	E_LIEU_DIT,    /* no number (key absent) and no kind of street */
	E_ETRANGER,    /* foreign: no commune */
	E_ANCIENNE,    /* its commune code is that of a former commune */
	E_COURT,       /* siret with leading 0, lost in the référentiel */
};

enum cas_unite {
	U_OUVERTE,
	U_PHYSIQUE,    /* a person */
	U_SANS_NOM,    /* partial diffusion: no name */
	U_NON_DIFFUSE, /* named "[ND]" */
	U_REFUSEE,     /* 451: null answer */
	U_INCONNUE,    /* unknown everywhere: the synthetic closed unit */
	U_CLOSE,
};

struct etab {
	uint64_t i; /* its index */
	enum cas_etab cas;
	enum cas_unite cas_unite;
	uint64_t
	    unite; /* index of the establishment that stands for its unit */
	char siret[15], uai[9]; /* uai "" for none */
	struct commune commune;
	char insee[6], postal[6];  /* of the address */
	unsigned numero;           /* 0 for none */
	const char *indice, *type; /* NULL for none */
	const char *libelle;       /* mixed case: put_capitals */
	const char *enseigne;      /* NULL for none */
};

struct etab etab_at(uint64_t e);
/* Returns the establishment of the fifty around e whose unit is refused. */
struct etab etab_refuse(uint64_t e);
/* True if API Adresse is asked about e: its address has a label, a postal code
 * and a commune. put_label appends that label. */
bool etab_localise(const struct etab *e);
void put_label(struct buf *b, const struct etab *e);
/* Writes the SIRET made of an eight-digit number, four digits for the
 * establishment and the two check digits. */
void siret_of(char siret[15], unsigned number, unsigned nic);
/* Returns the SIRET as the référentiel writes it: E_COURT loses a leading 0. */
const char *etab_siret_brut(const struct etab *e);

/* ---- referentiel.c ---- */

/* Returns the establishment of row i of the référentiel; *sans_uai: the row has
 * no UAI, or no longer. */
uint64_t organisme_etab(uint64_t i, bool *sans_uai);

/* ---- formations.c ---- */

struct formation {
	uint64_t i;
	struct rng r;          /* for members that only the catalogue has */
	char cfd[9], rncp[12]; /* rncp "" for none */
	bool publiee;
	struct etab formateur, gestionnaire;
	char insee[6], postal[6]; /* of the place */
	unsigned duree;
};

struct formation formation_at(uint64_t i);

/* ---- questions.c: what API Entreprise is asked for ---- */

/* True if API Entreprise is asked about e by its SIRET; by the shortened SIRET
 * of the référentiel (E_COURT); about the unit of the establishment u. */
bool etab_demande(const struct etab *e);
bool etab_demande_brut(const struct etab *e);
bool unite_demandee(const struct etab *u);

/* ---- the sources: SOURCE(x) for each, in the order in which they are written;
 * sample_x writes DIR/x ---- */

#define SAMPLE_SOURCES(SOURCE)                                                 \
	SOURCE(bcn)                                                            \
	SOURCE(kit_apprentissage)                                              \
	SOURCE(france_competence)                                              \
	SOURCE(communes)                                                       \
	SOURCE(mission_locale)                                                 \
	SOURCE(referentiel)                                                    \
	SOURCE(entreprise)                                                     \
	SOURCE(adresse)                                                        \
	SOURCE(catalogue)                                                      \
	SOURCE(acce)                                                           \
	SOURCE(kali_ccn)                                                       \
	SOURCE(dares_ccn)                                                      \
	SOURCE(dares_ape_idcc)                                                 \
	SOURCE(npec)

#define SAMPLE_WRITER(source) void sample_##source(const char *dir);
SAMPLE_SOURCES(SAMPLE_WRITER)

void sample_kit_xlsx(const char *dir);

#endif
