#!/usr/bin/env python3
# mkopenapi.py DIR: writes DIR/ours.json and DIR/lba.json, two descriptions of
# an API that differ as they are known to.
import json
import sys

PARTNERS = ["offres_emploi_lba", "recruteurs_lba", "Hellowork",
            "France Travail", "RH Alternance", "PASS", "Monster", "Meteojob",
            "Kelio", "La Poste", "annonces Atlas", "Nos Talents Nos Emplois",
            "Vite un emploi", "Toulouse metropole"]
OPCO = ["AFDAS", "AKTO / Opco entreprises et salariés des services à forte "
        "intensité de main d'oeuvre", "ATLAS", "Constructys", "L'Opcommerce",
        "OCAPIAT", "OPCO 2i", "Opco entreprises de proximité",
        "Opco Mobilités", "Opco Santé",
        "Uniformation, l'Opco de la Cohésion sociale", "inconnu",
        "OPCO multiple"]
TEXT, NUMBER, NULL = {"type": "string"}, {"type": "number"}, {"type": "null"}


def either(ours, mine, theirs):
    return mine if ours else theirs


def put(o, on, **members):
    return {**o, **members} if on else o


def nullable(ours, schema):
    return either(ours, schema, {"anyOf": [schema, NULL]})


def members(**properties):
    return {"type": "object", "properties": properties}


def content(schema):
    return {"content": {"application/json": {"schema": schema}}}


def query(name, schema):
    return {"in": "query", "name": name, "schema": schema,
            "description": "What it is."}


def several(ours, one):
    many = {"type": "array", "items": one}
    return either(ours, many, {"anyOf": [one, many, NULL]})


def path_id(ours):
    return put({"in": "path", "name": "id", "required": True}, ours,
               schema=TEXT)


def search(ours):
    kind = put(put(TEXT, ours, const="Point"), not ours, enum=["Point"])
    place = members(
        location=members(geopoint=members(type=kind)),
        domain=members(opco=put(TEXT, not ours, enum=OPCO)))
    recruiter = put({}, ours, id=TEXT)
    opco = {"type": either(ours, "string", ["string", "null"]),
            "enum": either(ours, OPCO[:11], OPCO)}
    return {
        "parameters": [
            query("departements", several(ours, TEXT)),
            query("latitude", nullable(ours, NUMBER)),
            query("longitude", nullable(ours, NUMBER)),
            query("radius", nullable(ours, NUMBER)),
            query("opco", opco),
            query("rncp", nullable(ours, TEXT)),
            query("romes", nullable(ours, TEXT)),
            query("partners_to_exclude",
                  several(ours, {"type": "string", "enum": PARTNERS})),
        ],
        "responses": {"200": content(members(
            jobs={"type": "array", "items": members(workplace=place)},
            recruiters={"type": "array", "items": members(
                workplace=place, identifier=members(**recruiter))})),
            "400": {"$ref": "#/components/responses/loop"}}}


def offer(ours):
    def part(**properties):
        return put(members(**properties), not ours, default={})
    return content(members(
        contract=part(start=TEXT),
        offer=members(publication=part(creation=TEXT)),
        workplace=members(location=part(address=TEXT))))


def operations(ours):
    put_responses = {"204": put({"description": "Done."}, not ours,
                                **content(NULL))}
    error = either(ours, members(), put(members(), True,
                                        type=["object", "null"]))
    return [
        ("get", "/job/v1/search", "/v3/jobs/search", search(ours)),
        ("post", "/job/v1/offer", "/v3/jobs", {
            "requestBody": {"$ref": "#/components/requestBodies/offer"},
            "responses": {"200": content(members(**put({}, ours, id=TEXT)))}}),
        ("put", "/job/v1/offer/{id}", "/v3/jobs/{id}", {
            "parameters": [{"$ref": "#/components/parameters/id"}],
            "requestBody": {"$ref": "#/components/requestBodies/offer"},
            "responses": put_responses}),
        ("post", "/job/v1/apply", "/v2/application", {
            "requestBody": content(members(applicant_attachment_content=put(
                TEXT, ours, format="byte"))),
            "responses": {"202": content(members(id=TEXT))}}),
        ("get", "/job/v1/offer/{id}/publishing-informations",
         "/v3/jobs/{id}/publishing-informations", {
             "parameters": [{"$ref": "#/components/parameters/id"}],
             "responses": {"200": content(members(
                 publishing=members(error=error)))}}),
        ("get", "/job/v1/export", "/v3/jobs/export", {
            "responses": {"200": content(members(lastUpdate=put(
                TEXT, ours, format="date-time")))}}),
        ("post", "/formation/v1/appointment/generate-link", "/v2/appointment",
         {"requestBody": content(members(parcoursup_id=TEXT)),
          "responses": {"200": content(members(form_url=TEXT))}}),
        ("get", "/healthcheck", "/", {"summary": either(ours, "a", "b")}),
    ]


def document(ours):
    paths = {}
    for method, mine, theirs, operation in operations(ours):
        operation["summary"] = either(ours, "La nôtre", "The other")
        item = paths.setdefault(either(ours, mine, theirs), {})
        item[method] = operation
    return {"openapi": "3.1.0", "info": {"title": "API"}, "paths": paths,
            "components": {
                "parameters": {"id": path_id(ours)},
                "requestBodies": {"offer": offer(ours)},
                "responses": {"loop": {
                    "x": {"$ref": "#/components/responses/loop"}}}}}


for name in "ours", "lba":
    with open(f"{sys.argv[1]}/{name}.json", "w", encoding="utf-8") as f:
        json.dump(document(name == "ours"), f, ensure_ascii=False)
