#!/usr/bin/env python3
"""statuses.py PORT-FILE LOG: answers as API Entreprise, by what is asked: the
identifier S,T stands for the status S to the first question (diffusibles) and T
to the second one. 200 gives a record, 200-NAME one without that member, 204 a
JSON that has no data, and errors a JSON that lists them. S-page is a page of
HTML instead, and S-KIND another body of OTHERS; S-away is asked again below
/away, by a redirect. A line of the log: path and status."""

import http.server
import json
import os
import sys

UNIT = {
    "siren": "900000001",
    "type": "personne_physique",
    "personne_morale_attributs": {"raison_sociale": "R", "sigle": "S"},
    "personne_physique_attributs": {
        "prenom_usuel": "P",
        "nom_usage": "U",
        "nom_naissance": "N",
    },
    "etat_administratif": "A",
    "date_creation": 1,
    "diffusable_commercialement": True,
}
ETAB = {
    "siret": "90000000100017",
    "etat_administratif": "A",
    "date_creation": 2,
    "date_fermeture": None,
    "enseigne": "E",
    "unite_legale": UNIT,
    "adresse": {
        "numero_voie": "[ND]",
        "indice_repetition_voie": "B",
        "type_voie": "RUE",
        "libelle_voie": "V",
        "complement_adresse": "C",
        "code_postal": "29200",
        "code_commune": "29019",
        "libelle_commune": "[ND]",
        "libelle_commune_etranger": "[ND]",
        "code_pays_etranger": "X",
        "libelle_pays_etranger": "Y",
    },
}


ERRORS = {"errors": [{"code": "01003", "title": "Entité non trouvée"}]}
OTHERS = {
    "page": b"<!DOCTYPE html><title>Sorry</title>",
    "kong": b'{"message":"no Route matched with those values"}',
    "none": b'{"errors":[]}',
    "list": b'[{"errors":["x"]}]',
    "text": b"404 page not found\n",
    "cut": b'{"errors":[{"code":"01003"',
    "empty": b"",
}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.split("?")[0]
        words = path.split("/")[-1].split("-")
        status, _, second = words[0].partition("%2C")
        if "diffusibles" not in path:
            status = second
        record = dict(ETAB) if "/etablissements/" in path else dict(UNIT, date_cessation=3)
        word = words[1] if len(words) > 1 else ""
        if word in record:
            del record[word]
        body = {"data": None} if status == "204" else {"data": record, "links": {}}
        if int(status) >= 400:
            body = ERRORS
        with open(sys.argv[2], "a", encoding="ascii") as log:
            print(self.path, status, file=log)
        text = OTHERS.get(word, json.dumps(body, indent=1).encode())
        away = word == "away" and not path.startswith("/away/")
        self.send_response(302 if away else 200 if status == "204" else int(status))
        if away:
            self.send_header("Location", "/away" + self.path)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open(sys.argv[1] + ".tmp", "w", encoding="ascii") as port:
    print(server.server_port, file=port)
os.rename(sys.argv[1] + ".tmp", sys.argv[1])
server.serve_forever()
