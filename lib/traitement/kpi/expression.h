/*
 * Expressions of KPIs: numbers, codes of KPIs, + - * / ( ), unary -,
 * min(a,...), max(a,...), abs(x).
 */
#ifndef EXPRESSION_H
#define EXPRESSION_H

#include "base/buf.h"
#include "base/err.h"

enum expression_result {
	EXPRESSION_OK,
	EXPRESSION_ABSENT,   /* an operand has no value */
	EXPRESSION_DIVISION, /* a division by 0 */
	EXPRESSION_SYNTAX,   /* e says what */
};

/* Gives the value of a code in *v; false if it has none. */
typedef bool operand_fn(void *arg, struct str code, double *v);

/* Evaluates text, from left to right: the first fault that is met decides. */
enum expression_result expression_value(
    struct str text, operand_fn *operand, void *arg, double *v, struct err *e);

/* Checks the syntax and calls operand for each code, whose result is not looked
 * at. 0, or -1 with e. */
int expression_check(
    struct str text, operand_fn *operand, void *arg, struct err *e);

#endif
