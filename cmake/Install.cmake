# What `cmake --install` brings, in three components; each has its own export set, so that the runtime can be installed
# without the tool and the annotations without either.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/deltac)

function(install_component component)
  install(TARGETS ${ARGN} EXPORT deltac-${component}-targets COMPONENT ${component}
    RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR}
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
endfunction()

install_component(annotations delta_annotations)
install(EXPORT deltac-annotations-targets NAMESPACE delta:: DESTINATION ${package_dir} COMPONENT annotations)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/annotations/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT annotations
  FILES_MATCHING PATTERN "*.hpp")

if(TARGET delta_runtime)
  install_component(runtime delta_core delta_runtime)
  install(EXPORT deltac-runtime-targets NAMESPACE delta:: DESTINATION ${package_dir} COMPONENT runtime)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/runtime/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT runtime
    FILES_MATCHING PATTERN "*.hpp")
endif()

if(TARGET deltac)
  install_component(tools deltac)
  install(EXPORT deltac-tools-targets NAMESPACE deltac:: DESTINATION ${package_dir} COMPONENT tools)
endif()

# Part of the smallest component, because every other needs them.
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/deltacConfig.cmake.in
  ${CMAKE_CURRENT_BINARY_DIR}/deltacConfig.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/deltacConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/deltacConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/deltacConfigVersion.cmake
  ${PROJECT_SOURCE_DIR}/compiler/cmake/DeltacFunctions.cmake
  DESTINATION ${package_dir} COMPONENT annotations)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/schemas/ DESTINATION ${CMAKE_INSTALL_DATADIR}/deltac/schemas COMPONENT annotations
  FILES_MATCHING PATTERN "*.schema.json")
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT annotations)
