#!/bin/sh
# Writes what follows from the declared options of a study: the inputs of its commands and the tables in docs/steps.
set -eu
cd "$(dirname "$0")/.."
# What was just edited need not be formatted yet, and Error Prone has its say in the build
mvn -q test -Dspotless.check.skip=true -Dboldj.error-prone=-XDnoErrorProne -Dtest='StudyInputsTest,OptionTablesTest' -Dboldj.write=true -Dsurefire.failIfNoSpecifiedTests=false
mvn -q spotless:apply
