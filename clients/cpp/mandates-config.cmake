# find_package(mandates) gives mandates::client: the stubs of the API and the
# library over them.
include(CMakeFindDependencyMacro)
find_dependency(Threads)
find_dependency(Protobuf)  # module mode: Debian ships no config file
find_dependency(absl CONFIG)
find_dependency(gRPC CONFIG)
include(${CMAKE_CURRENT_LIST_DIR}/mandates-targets.cmake)
