# Packages, the one interface target with our warnings, and the two functions
# every folder uses: mandated_library and mandated_test.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

find_package(Threads REQUIRED)
find_package(Protobuf REQUIRED)  # module mode: Debian ships no config file
find_package(absl CONFIG REQUIRED)
find_package(RocksDB CONFIG REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc)
find_package(PkgConfig REQUIRED)
pkg_check_modules(RE2_LIBRARY REQUIRED IMPORTED_TARGET re2)  # gRPC finds "re2"
find_path(TOMLPLUSPLUS_INCLUDE toml++/toml.h REQUIRED)  # used header-only
find_library(CJOSE_LIBRARY cjose REQUIRED)  # its .pc wants what only it needs
if(MANDATED_GRPC)
  find_package(gRPC CONFIG REQUIRED)
  find_package(spdlog CONFIG REQUIRED)
  find_package(CLI11 CONFIG REQUIRED)
  find_package(prometheus-cpp CONFIG REQUIRED)
endif()
if(MANDATED_TESTS)
  find_package(GTest CONFIG REQUIRED)
  include(GoogleTest)
endif()

add_library(mandated_options INTERFACE)
target_compile_options(mandated_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror
  $<$<CXX_COMPILER_ID:Clang>:-Wthread-safety>)
target_include_directories(mandated_options INTERFACE ${PROJECT_SOURCE_DIR})

# mandated_library(NAME SOURCES ... PUBLIC ... PRIVATE ...) makes the static
# library mandated::NAME.
function(mandated_library name)
  cmake_parse_arguments(A "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(mandated_${name} STATIC ${A_SOURCES})
  add_library(mandated::${name} ALIAS mandated_${name})
  target_link_libraries(mandated_${name}
    PUBLIC ${A_PUBLIC} PRIVATE mandated_options ${A_PRIVATE})
  target_include_directories(mandated_${name} PUBLIC ${PROJECT_SOURCE_DIR})
endfunction()

# mandated_test(NAME SOURCES ... LINK ... [TIMEOUT seconds]) makes one gtest
# program whose cases CTest runs one by one.
function(mandated_test name)
  cmake_parse_arguments(A "" "TIMEOUT" "SOURCES;LINK" ${ARGN})
  if(NOT A_TIMEOUT)
    set(A_TIMEOUT 300)
  endif()
  add_executable(${name} ${A_SOURCES})
  target_link_libraries(${name} PRIVATE
    mandated_options ${A_LINK} GTest::gmock GTest::gtest_main)
  if(MANDATED_TEST_PROGRAMS)
    add_test(NAME ${name} COMMAND ${name} --gtest_brief=1)
    set_tests_properties(${name} PROPERTIES
      ENVIRONMENT GTEST_FILTER=${MANDATED_TEST_FILTER})
  else()
    gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT ${A_TIMEOUT})
  endif()
endfunction()
