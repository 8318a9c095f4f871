#!/usr/bin/env python3
"""mkacce.py CHANGE...: write ACCE.zip, five files of a good row each, but for the changes, in their order:

set:UAI:COLUMN=VALUE|COLUMN=VALUE...   of the last row; a column that is new comes last
row:UAI        the last row once more     without:UAI:COLUMN   double:UAI:COLUMN   a column less, or twice
raw:UAI:TEXT   the whole file             drop:UAI  add:NAME  first:NAME           members
"""
import re, sys, warnings, zipfile
base = """nature_uai=320 nature_uai_libe=CENTRE_FICTIF type_uai=CFA type_uai_libe=Centre_d'essai etat_etablissement=1
etat_etablissement_libe=Ouvert ministere_tutelle=06 ministere_tutelle_libe=MINISTERE tutelle_2= tutelle_2_libe=
secteur_public_prive=PR secteur_public_prive_libe=Privé sigle_uai= categorie_juridique=400 categorie_juridique_libe=X
contrat_etablissement=!! contrat_etablissement_libe=Inconnu_du_gestionnaire categorie_financiere= categorie_financiere_libe=
situation_comptable=9 situation_comptable_libe=Sans niveau_uai=1 niveau_uai_libe=UAI_célibataire commune= commune_libe=
academie=01 academie_libe= pays=100 pays_libe=France departement_insee_3= departement_insee_3_libe=
denomination_principale="Établissement_""Essai"";_annexe" appellation_officielle= patronyme_uai=
hebergement_etablissement=99 hebergement_etablissement_libe=Sans numero_siren_siret_uai= numero_finess_uai= date_ouverture=
date_fermeture= date_derniere_mise_a_jour=01/02/2024 lieu_dit_uai= adresse_uai= boite_postale_uai= code_postal_uai=
etat_sirad_uai= localite_acheminement_uai= pays_etranger_acheminement= numero_telephone_uai= numero_telecopieur_uai=
mention_distribution= mel_uai= site_web= coordonnee_x=652381.30 coordonnee_y= appariement= appariement_complement=
localisation= localisation_complement= date_geolocalisation= source="""
files = {
    "ACCE_UAI.csv": "numero_uai=0999999Z " + base,
    "ACCE_UAI_ZONE.csv": "numero_uai=0999999Z type_zone_uai=BE type_zone_uai_libe=BASSIN zone=01 zone_libe=Nord "
        "date_ouverture=01/01/2000 date_fermeture= date_derniere_mise_a_jour=",
    "ACCE_UAI_SPEC.csv": "numero_uai=0999999Z specificite_uai=42 specificite_uai_libe=Spécificité_\x92essai\xa0 "
        "date_ouverture=01/09/2001 date_fermeture=",
    "ACCE_UAI_MERE.csv": "numero_uai_trouve=0999999Z numero_uai_mere=0999998Y type_rattachement=AN " + base,
    "ACCE_UAI_FILLE.csv": "numero_uai_trouve=0999999Z numero_uai_fille=0999998Y type_rattachement=JU " + base,
}

def row(text):
    fields = (f.split("=", 1) for f in re.split("[ \n]", text))
    return {k: v.replace("_", " ") for k, v in fields}

rows = {n: [row(t)] for n, t in files.items()}
heads, raw, order = {n: list(r[0]) for n, r in rows.items()}, {}, list(rows)
for arg in sys.argv[1:]:
    what, name, *rest = arg.split(":", 2)
    name = f"ACCE_{name}.csv" if name.startswith("UAI") else name
    if what == "set":
        for f in rest[0].split("|"):
            k, _, v = f.partition("=")
            rows[name][-1][k] = v
            if k not in heads[name]: heads[name].append(k)
    elif what == "row": rows[name].append(dict(rows[name][-1]))
    elif what == "without": heads[name].remove(rest[0])
    elif what == "double": heads[name].insert(0, rest[0])
    elif what == "raw": raw[name] = rest[0].encode().decode("unicode_escape").encode("latin1")
    elif what == "drop": order.remove(name)
    elif what == "add": order.append(name)
    elif what == "first": order.insert(0, name)
warnings.simplefilter("ignore")  # a name that is there twice
with zipfile.ZipFile("ACCE.zip", "w", zipfile.ZIP_DEFLATED) as z:
    for name in order:
        if name.endswith("/") or name not in rows:
            z.writestr(name, raw.get(name, b""))
            continue
        lines = [";".join(heads[name])] + [";".join(r[h] for h in heads[name]) for r in rows[name]]
        z.writestr(name, raw.get(name, ("\n".join(lines) + "\n").encode("latin1")))
