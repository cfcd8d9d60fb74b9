#!/bin/sh
# Writes what follows from the declared options of a study: the inputs of its commands and the tables in docs/steps.
set -eu
cd "$(dirname "$0")/.."
mvn -q test -Dtest='StudyInputsTest,OptionTablesTest' -Dboldj.write=true -Dsurefire.failIfNoSpecifiedTests=false
mvn -q spotless:apply
