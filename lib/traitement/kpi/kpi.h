/*
 * Definitions of KPIs (kpi_definition.definition), as import-parametrage checks
 * them and calcul and postcalcul use them.
 */
#ifndef KPI_H
#define KPI_H

#include "traitement/base/traitement_db.h"
#include "traitement/kpi/agregat.h"
#include "json/js.h"

enum sens {
	SENS_HAUT,  /* reached from below: value >= threshold */
	SENS_BAS,   /* value <= threshold */
	SENS_ECART, /* |value| >= threshold */
};

struct kpi {
	char *code;
	int64_t version;
	bool actif;
	struct str expression; /* NULL: an aggregate */
	enum agregat agregat;
	struct str grandeur, groupe;  /* groupe NULL: any */
	struct js capteurs, ouvrages; /* arrays, or anything else for all */
	bool par_capteur;
	int64_t fenetre; /* ms */
	double parametre;
	int64_t min_points;
	enum sens sens;
	double vigilance, alerte;   /* NaN: none */
	struct buf text, unescaped; /* what the texts borrow from */
	int state;                  /* of a walk over the operands */
};

struct kpis {
	struct kpi *v;
	size_t n, cap;
};

/* Reads a definition; 0, or -1 with "member: what" in e. k->text gets a copy.
 * kpi_free frees. */
int kpi_read(struct kpi *k, struct js definition, struct err *e);
void kpi_free(struct kpi *k);

/* The newest version of each code, in the order of the codes. */
void kpis_read(struct kpis *k, struct db *d);
void kpis_free(struct kpis *k);
struct kpi *kpis_find(const struct kpis *k, struct str code);

/* Puts the codes into an order in which operands come before the expressions
 * that name them: order has room for k->n indexes. -1 with "CODE: cycle" in e
 * if there is none. */
int kpis_order(struct kpis *k, size_t *order, struct err *e);

/* True if the KPI is calculated for that ouvrage. */
bool kpi_concerns(const struct kpi *k, struct str ouvrage);

/* True if the KPI takes a measure of that grandeur, groupe (NULL: none) and
 * sensor. */
bool kpi_takes(const struct kpi *k, struct str grandeur, struct str groupe,
    struct str capteur);

/* 0, 1 (vigilance is reached) or 2 (alerte). */
int kpi_niveau(const struct kpi *k, double valeur);

/* True if a JSON list holds text; anything but an array holds everything. */
bool js_list_has(struct js list, struct str text);

#endif
