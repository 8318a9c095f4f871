/*
 * ACCE: the directory of establishments, five CSV files in an archive. It has
 * the UAIs of the référentiel, and others up to the national number.
 */
#include <stdio.h>

#include "upstream/sample/sample.h"

#define PLUS 26 /* undocumented columns of ACCE_UAI */

static const char columns[] =
    "nature_uai;nature_uai_libe;type_uai;type_uai_libe;etat_etablissement;"
    "etat_etablissement_libe;ministere_tutelle;ministere_tutelle_libe;"
    "tutelle_2;tutelle_2_libe;secteur_public_prive;secteur_public_prive_libe;"
    "sigle_uai;categorie_juridique;categorie_juridique_libe;"
    "contrat_etablissement;contrat_etablissement_libe;categorie_financiere;"
    "categorie_financiere_libe;situation_comptable;situation_comptable_libe;"
    "niveau_uai;niveau_uai_libe;commune;commune_libe;academie;academie_libe;"
    "pays;pays_libe;departement_insee_3;departement_insee_3_libe;"
    "denomination_principale;appellation_officielle;patronyme_uai;"
    "hebergement_etablissement;hebergement_etablissement_libe;"
    "numero_siren_siret_uai;numero_finess_uai;date_ouverture;date_fermeture;"
    "date_derniere_mise_a_jour;lieu_dit_uai;adresse_uai;boite_postale_uai;"
    "code_postal_uai;etat_sirad_uai;localite_acheminement_uai;"
    "pays_etranger_acheminement;numero_telephone_uai;numero_telecopieur_uai;"
    "mention_distribution;mel_uai;site_web;coordonnee_x;coordonnee_y;"
    "appariement;appariement_complement;localisation;localisation_complement;"
    "date_geolocalisation;source";

/* Nature, type, state; ministries; sector; sigle, legal form; contract; then
 * financial category and accounts. */
static const struct profil {
	const char *nature, *tutelles, *secteur, *juridique, *contrat, *compte;
} profils[] = {
	{ "320;Lycée professionnel;LP;Lycées professionnels",
	    "06;ministère de l'éducation nationale;;", "PU;Public",
	    "LP;200;Etablissement public local d'enseignement (EPLE)",
	    "99;Sans objet", "4;4;2;Siège de l'agence comptable" },
	{ "740;Centre de formation d'apprentis;CFA;Centres d’apprentissage",
	    "06;ministère de l'éducation nationale;10;agriculture", "PR;Privé",
	    "CFA;430;\"Association loi 1901; déclarée\"",
	    "!!;Inconnu du gestionnaire", ";;9;Sans objet" },
	{ "307;Lycée agricole;LEGTA;Lycées agricoles",
	    "10;ministère de l'agriculture;;", "PU;Public",
	    ";200;Etablissement public local d'enseignement (EPLE)",
	    "60;Sous contrat établissement agricole",
	    "3;3;2;Siège de l'agence comptable" },
	{ "334;École du second degré;EP;Écoles \"\"hors contrat\"\"",
	    "06;ministère de l'éducation nationale;;", "PR;Privé",
	    "EP;400;Société", "10;Hors contrat", ";;9;Sans objet" },
};

/* Establishment 5k + 4 is the daughter of 5k + 3. */
static bool
is_mere(uint64_t i)
{
	return i % 5 == 3 && *etab_at(i).uai && *etab_at(i + 1).uai;
}

static bool
is_fille(uint64_t i)
{
	return i % 5 == 4 && is_mere(i - 1);
}

static void
put_nature(struct buf *b, const struct etab *e, uint64_t i)
{
	const struct profil *p = &profils[i % 7 % 4];
	const char *nature = p->nature, *type = strrchr(nature, ';') + 1;

	buf_add(b, nature, (size_t)(type - nature));
	if (strchr(type, '"'))
		buf_fmt(b, "\"%s\"", type);
	else
		buf_str(b, type);
	buf_fmt(b, ";%s;%s;%s;%s;%s;%s",
	    e->cas == E_FERME ? "4;Fermé"
	    : i % 41          ? "1;Ouvert"
			      : "2;À fermer",
	    p->tutelles, p->secteur, p->juridique, p->contrat, p->compte);
	buf_fmt(b, ";%s",
	    is_mere(i)    ? "2;UAI mère"
	    : is_fille(i) ? "3;UAI fille"
			  : "1;UAI célibataire");
}

static void
put_territoire(struct buf *b, const struct etab *e, uint64_t i)
{
	const struct departement *d = e->commune.dep;
	struct academie a = departement_academie(d);

	buf_fmt(b, ";%s;%s", e->commune.insee, e->commune.nom);
	if (i % 61 == 5)
		buf_str(b, ";;");
	else
		buf_fmt(b, ";%s;%s", a.code, a.nom);
	buf_fmt(
	    b, ";100;France;%s%s;%s", d->code[2] ? "" : "0", d->code, d->nom);
}

/* Quotes within quotes, separators, ’ and … as Windows encodes them, no-break
 * spaces, capitals. */
static void
put_noms(struct buf *b, const struct etab *e, uint64_t i)
{
	const char *nom =
	    e->enseigne && *e->enseigne ? e->enseigne : word_at(&enseignes, i);
	const char *patronyme = word_at(&noms, i);

	if (i % 5)
		buf_fmt(b, ";\"%s\"", nom);
	else
		buf_fmt(b, ";\"%s \"\"%s\"\"; annexe\"", nom, patronyme);
	buf_fmt(b, ";%s%s %s", nom, i % 3 ? "" : " d’apprentissage…",
	    e->commune.nom);
	buf_str(b, i % 4 ? ";" : "; ");
	put_capitals(b, i % 4 ? patronyme : "");
	buf_str(b, i % 4 ? "\u00a0" : " ");
	buf_fmt(b, ";22;Avec internat;%s;",
	    e->cas == E_INTROUVABLE ? "" : e->siret);
}

static void
put_dates(struct buf *b, const struct etab *e, uint64_t i)
{
	int annee = 1950 + (int)(i % 70);

	buf_byte(b, ';');
	if (i % 11) /* an empty cell becomes the text "null" */
		put_jour(b, annee * 10000 + 901);
	buf_byte(b, ';');
	if (e->cas == E_FERME)
		put_jour(b, 20200831);
	buf_fmt(b, ";%02u/01/2024", (unsigned)(i % 28) + 1);
}

static void
put_adresse(struct buf *b, const struct etab *e, uint64_t i)
{
	buf_str(b, i % 89 == 7 ? ";\"Les Quatre Vents\nbâtiment B\";" : ";;");
	put_label(b, e);
	if (i % 6)
		buf_str(b, ";");
	else
		buf_fmt(b, ";BP %llu", (unsigned long long)i % 900);
	buf_fmt(b, ";%s;1;", e->postal);
	put_capitals(b, e->commune.nom);
	buf_fmt(b, ";;01 00 %02u %02u %02u;;", (unsigned)(i / 10000 % 100),
	    (unsigned)(i / 100 % 100), (unsigned)(i % 100));
	buf_fmt(b, ";ce.%s@exemple.invalid;%s", e->uai,
	    i % 3 ? "" : "https://www.exemple.invalid/");
}

/* Metres, with or without a fraction; overseas they may be negative. */
static void
put_geo(struct buf *b, uint64_t i)
{
	struct rng r = rng_at(A_ADRESSE, i);
	unsigned x, y, tenths;

	switch (i % 8) {
	case 0:
		buf_str(b, ";;");
		break;
	case 1:
		y = rng_between(&r, 1000, 90000);
		x = rng_between(&r, 100000, 900000);
		buf_fmt(b, ";%u;-%u.50", x, y);
		break;
	default:
		y = rng_between(&r, 6000000, 7100000);
		tenths = rng_below(&r, 10);
		x = rng_between(&r, 100000, 999999);
		buf_fmt(b, ";%u.%u;%u.30", x, tenths, y);
	}
	buf_fmt(b, ";%s;;%s;;03/10/2023;%s", i % 8 ? "Parfaite" : "",
	    i % 8 ? "\"Numéro de rue\"" : "", i % 4 ? "IGN" : "10");
}

static void
put_base(struct buf *b, uint64_t i)
{
	struct etab e = etab_at(i);

	put_nature(b, &e, i);
	put_territoire(b, &e, i);
	put_noms(b, &e, i);
	put_dates(b, &e, i);
	put_adresse(b, &e, i);
	put_geo(b, i);
}

static void
put_uai(struct buf *b, uint64_t i, const void *arg)
{
	struct etab e = etab_at(i);

	(void)arg;
	if (!*e.uai)
		return;
	for (int times = i % 97 ? 1 : 2; times--;) {
		buf_fmt(b, "%s;", e.uai);
		put_base(b, i);
		for (unsigned k = 0; k < PLUS; k++)
			buf_str(b, k == i % 40 ? ";\"un \"\"plus\"\"\""
				   : k % 9     ? ";"
					       : "; 1 ");
		buf_byte(b, '\n');
	}
}

static void
put_zone(struct buf *b, uint64_t i, const void *arg)
{
	struct etab e = etab_at(i);

	(void)arg;
	if (*e.uai)
		buf_fmt(b,
		    "%s;BE;BASSIN D’ÉDUCATION;%s0%u;\"%s\";01/09/2001;;%s\n",
		    e.uai, e.commune.dep->code, (unsigned)(i % 9),
		    word_at(&rivieres, i), i % 3 ? "" : "15/01/2024");
}

static void
put_spec(struct buf *b, uint64_t i, const void *arg)
{
	struct etab e = etab_at(i * 3);

	(void)arg;
	if (*e.uai)
		buf_fmt(b, "%s;SEP;Section d’enseignement;01/09/2008;%s\n",
		    e.uai, i % 5 ? "" : "31/08/2020");
}

/* A row of the establishment found, which names the other one and its data. */
static void
put_lien(struct buf *b, uint64_t i, uint64_t trouve, uint64_t autre)
{
	buf_fmt(b, "%s;", etab_at(trouve).uai);
	buf_fmt(b, "%s;%s;", etab_at(autre).uai, i % 2 ? "AN" : "JU");
	put_base(b, autre);
	buf_byte(b, '\n');
}

static void
put_mere(struct buf *b, uint64_t i, const void *arg)
{
	uint64_t mere = 5 * i + 3;

	(void)arg;
	if (is_mere(mere))
		put_lien(b, i, mere + 1, mere);
}

static void
put_fille(struct buf *b, uint64_t i, const void *arg)
{
	uint64_t mere = 5 * i + 3;

	(void)arg;
	if (is_mere(mere))
		put_lien(b, i, mere, mere + 1);
}

void
sample_acce(const char *dir)
{
	uint64_t n = world.uai;
	struct buf uai = { 0 }, mere = { 0 }, fille = { 0 };

	buf_fmt(&uai, "numero_uai;%s", columns);
	for (unsigned k = 1; k <= PLUS; k++)
		buf_fmt(&uai, ";complement_%02u", k);
	buf_byte(&uai, '\n');
	buf_fmt(&mere,
	    "numero_uai_trouve;numero_uai_mere;type_rattachement;"
	    "%s\n",
	    columns);
	buf_fmt(&fille,
	    "numero_uai_trouve;numero_uai_fille;type_rattachement;"
	    "%s\n",
	    columns);
	const struct member members[] = {
		{ "ACCE_UAI.csv",
		    { buf_view(&uai).p, n, put_uai, NULL, NULL, LATIN_1 } },
		{ "ACCE_UAI_ZONE.csv",
		    { "numero_uai;type_zone_uai;type_zone_uai_libe;zone;"
		      "zone_libe;date_ouverture;date_fermeture;"
		      "date_derniere_mise_a_jour\n",
			n, put_zone, NULL, NULL, LATIN_1 } },
		{ "ACCE_UAI_SPEC.csv",
		    { "numero_uai;specificite_uai;specificite_uai_libe;"
		      "date_ouverture;date_fermeture\n",
			n / 3, put_spec, NULL, NULL, LATIN_1 } },
		{ "ACCE_UAI_MERE.csv", { buf_view(&mere).p, n / 5, put_mere,
					   NULL, NULL, LATIN_1 } },
		{ "ACCE_UAI_FILLE.csv", { buf_view(&fille).p, n / 5, put_fille,
					    NULL, NULL, LATIN_1 } },
	};
	write_zip(dir, "acce/ACCE.zip", members,
	    sizeof(members) / sizeof(*members), NAMES_UNDECLARED);
	buf_free(&uai);
	buf_free(&mere);
	buf_free(&fille);
}
