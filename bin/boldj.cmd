@echo off
rem Runs BoldJ without a screen: boldj macro FILE [ARG] | run "LABEL" "key=value ..." | commands [LABEL]
rem   | participant BIDS OUT | group BIDS OUT | simulate OUT | check BIDS OUT | verify OUT   (--memory 4g limits Java)
rem Builds it first if it is not built. BOLDJ_JAVA_OPTS adds options for Java, such as -Xmx3g.
setlocal
set "HOME_DIR=%~dp0.."
set "APP=%HOME_DIR%\target\app"
if not exist "%APP%\built" if exist "%HOME_DIR%\pom.xml" (
	echo boldj: building ^(once^)... 1>&2
	call mvn -q -B -f "%HOME_DIR%\pom.xml" -Dmaven.test.skip=true -Dspotless.check.skip=true -Dboldj.zip.skip=true package 1>&2
	if errorlevel 1 (
		echo boldj: the build failed; it needs JDK 17, Maven and Maven Central 1>&2
		exit /b 1
	)
)
set "JAVA=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"
set "MEMORY=-XX:MaxRAMPercentage=75"
set "PREVIOUS="
for %%a in (%*) do call :word %%a
"%JAVA%" -Djava.awt.headless=true --add-opens=java.base/java.lang=ALL-UNNAMED -XX:+UseParallelGC -XX:MaxNewSize=256m %MEMORY% "-Dplugins.dir=%APP%" %BOLDJ_JAVA_OPTS% -cp "%APP%\*" sc.fiji.boldj.cli.Launcher %*
exit /b %ERRORLEVEL%

:word
if "%PREVIOUS%"=="--memory" set "MEMORY=-Xmx%~1"
set "PREVIOUS=%~1"
exit /b 0
