# The Debian package: the server, mandatectl, the catalogue and the systemd
# units. `./dev package` builds the target `deb`, which writes
# ${PROJECT_BINARY_DIR}/package/mandated_VERSION_ARCHITECTURE.deb. Nothing here
# is part of `cmake --install`, since it names places outside any prefix.
include(GNUInstallDirs)
find_program(MANDATED_PYTHON NAMES python3 PATHS /usr/bin
  NO_DEFAULT_PATH REQUIRED)
set(debian ${PROJECT_SOURCE_DIR}/deploy/debian)
set(staged ${PROJECT_BINARY_DIR}/debian)
file(MAKE_DIRECTORY ${staged})

# Debian asks for it; the compiler makes them position-independent by itself.
foreach(program mandated mandatectl)
  target_link_options(${program} PRIVATE -Wl,-z,relro,-z,now)
endforeach()

# --- what is made from the programs ------------------------------------------

function(man_page program section)
  set(page ${staged}/${program}.${section}.gz)
  add_custom_command(OUTPUT ${page}
    COMMAND ${MANDATED_PYTHON} -B ${debian}/man_page.py
            $<TARGET_FILE:${program}> ${section} ${page}
    DEPENDS ${program} ${debian}/man_page.py VERBATIM)
endfunction()
man_page(mandated 8)
man_page(mandatectl 1)

set(completion ${staged}/mandatectl.bash)
add_custom_command(OUTPUT ${completion}
  COMMAND mandatectl completion bash > ${completion}
  DEPENDS mandatectl VERBATIM)

configure_file(${debian}/changelog.in ${staged}/changelog @ONLY)
add_custom_command(OUTPUT ${staged}/changelog.gz
  COMMAND gzip -9nc ${staged}/changelog > ${staged}/changelog.gz
  DEPENDS ${staged}/changelog VERBATIM)

# --- where everything goes ---------------------------------------------------

function(package_files destination)
  install(FILES ${ARGN} DESTINATION ${destination}
    COMPONENT mandated EXCLUDE_FROM_ALL)
endfunction()

install(TARGETS mandated COMPONENT mandated EXCLUDE_FROM_ALL
  RUNTIME DESTINATION ${CMAKE_INSTALL_SBINDIR})
install(TARGETS mandatectl COMPONENT mandated EXCLUDE_FROM_ALL
  RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
package_files(${CMAKE_INSTALL_MANDIR}/man1 ${staged}/mandatectl.1.gz)
package_files(${CMAKE_INSTALL_MANDIR}/man8 ${staged}/mandated.8.gz)
install(FILES ${completion} RENAME mandatectl COMPONENT mandated
  EXCLUDE_FROM_ALL
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)

set(catalogue ${PROJECT_SOURCE_DIR}/deploy/catalogue)
package_files(${CMAKE_INSTALL_DATADIR}/mandated/catalogue
  ${catalogue}/decisions.csv ${catalogue}/mandates.csv ${catalogue}/names.csv
  ${catalogue}/sessions.csv)

set(prometheus ${PROJECT_SOURCE_DIR}/deploy/prometheus)
package_files(${CMAKE_INSTALL_DATADIR}/mandated/prometheus
  ${prometheus}/mandated.rules.yaml ${prometheus}/scrape.yaml)
package_files(${CMAKE_INSTALL_DATADIR}/mandated/grafana
  ${PROJECT_SOURCE_DIR}/deploy/grafana/mandated.json)

set(documents ${CMAKE_INSTALL_DATADIR}/doc/mandated)
package_files(${documents} ${staged}/changelog.gz ${debian}/copyright)
package_files(${documents}/examples
  ${PROJECT_SOURCE_DIR}/deploy/cron/mandate-reminder)

set(systemd ${PROJECT_SOURCE_DIR}/deploy/systemd)
package_files(/lib/systemd/system ${systemd}/mandated.service
  ${systemd}/mandated-backup.service ${systemd}/mandated-backup.timer
  ${systemd}/mandate-reminder.service ${systemd}/mandate-reminder.timer)
package_files(/etc/mandated ${PROJECT_SOURCE_DIR}/deploy/mandated.toml)
# May hold a password: systemd reads it as root, nobody else has to.
install(FILES ${systemd}/mandate-reminder.env DESTINATION /etc/mandated
  PERMISSIONS OWNER_READ OWNER_WRITE COMPONENT mandated EXCLUDE_FROM_ALL)
install(FILES ${debian}/lintian-overrides RENAME mandated
  DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides
  COMPONENT mandated EXCLUDE_FROM_ALL)

# --- the package -------------------------------------------------------------

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME mandated)
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/package)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL mandated)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER
  "mandated maintainers <maintainers@mandates.invalid>")
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_MANDATED_PACKAGE_NAME mandated)
# Without the zone of Geneva no term has an end (services/server/config.cc).
set(CPACK_DEBIAN_MANDATED_PACKAGE_DEPENDS tzdata)
set(CPACK_DEBIAN_MANDATED_PACKAGE_RECOMMENDS poppler-utils)
set(CPACK_DEBIAN_MANDATED_PACKAGE_SUGGESTS pandoc)
set(CPACK_COMPONENT_MANDATED_DESCRIPTION
  "clock of the United Nations' special-procedure mandates
The server keeps every mandate of the Human Rights Council with the decisions
behind it, works out when each lapses, and streams upcoming expiries over
gRPC. mandatectl asks it, changes it, reads resolutions in six languages and
sends reminders. A catalogue of real mandates is included.")
set(CPACK_DEBIAN_MANDATED_PACKAGE_CONTROL_EXTRA ${debian}/conffiles
  ${debian}/postinst ${debian}/prerm ${debian}/postrm)
# Only what the target `deb` names is built for the package, not the tests.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
include(CPack)

add_custom_target(deb
  COMMAND ${CMAKE_CPACK_COMMAND} --config ${PROJECT_BINARY_DIR}/CPackConfig.cmake
  DEPENDS mandated mandatectl ${completion} ${staged}/changelog.gz
          ${staged}/mandated.8.gz ${staged}/mandatectl.1.gz
  WORKING_DIRECTORY ${PROJECT_BINARY_DIR} VERBATIM)
